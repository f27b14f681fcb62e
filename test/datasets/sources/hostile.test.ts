import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fuzz } from '../../fuzz/campaign.js';
import { bundleChild } from '../../support/bundle-child.js';
import { hostileCases } from './hostile/all.js';

const root = mkdtempSync(join(tmpdir(), 'heterograph-hostile-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** By hand: `HOSTILE=zip npx vitest run test/datasets/sources/hostile` runs those with the word in their name, and prints what came of them. */
const { HOSTILE } = process.env;

it(`${hostileCases.length} malformed or hostile inputs are read rightly or refused with a code, and hang, crash and write nothing`, {
  timeout: 600_000,
}, async () => {
  const names = hostileCases.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(300);
  const cases = names.filter((name) => name.includes(HOSTILE ?? '')).map((target) => ({ target, seed: 0 }));
  const child = await bundleChild(join(import.meta.dirname, 'hostile/child.ts'));
  const report = await fuzz(child, root, cases, { seconds: 30, mebibytes: 1536 });
  if (HOSTILE !== undefined) {
    console.info(JSON.stringify({ ...report, faults: report.faults.length }));
    for (const { target, what, text } of report.faults) console.info(`${target}: ${what}: ${text.slice(0, 900)}`);
  }
  expect(report.faults.map(({ target, what, text }) => `${target}: ${what}: ${text.slice(0, 400)}`)).toEqual([]);
  expect(report.cases).toBe(cases.length);
});
