import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bundleChild } from '../support/bundle-child.js';
import { type Case, fuzz } from './campaign.js';
import { targets } from './targets/all.js';

/**
 * Damages what every reader and every saved folder reads. By hand: `FUZZ_RUNS=20000 npx vitest run test/fuzz`, with `FUZZ_SECONDS=600`
 * for so long at most; one case again: `FUZZ_TARGET=graph FUZZ_FROM=17 FUZZ_RUNS=1`. The same numbers give the same damage.
 */
const { FUZZ_RUNS = '600', FUZZ_FROM = '0', FUZZ_TARGET, FUZZ_SECONDS } = process.env;
const [runs, from] = [Number(FUZZ_RUNS), Number(FUZZ_FROM)];
const SECONDS_PER_CASE = 20;
const isByHand = process.env.FUZZ_RUNS !== undefined;

const root = mkdtempSync(join(tmpdir(), 'heterograph-fuzz-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test(`${runs} damaged inputs hang nothing, and each is taken or refused with a code`, {
  timeout: 7_200_000,
}, async () => {
  const names = targets.map(({ name }) => name).filter((name) => FUZZ_TARGET === undefined || name === FUZZ_TARGET);
  const cases = Array.from({ length: runs }, (_, i): Case => {
    return { target: names[i % names.length]!, seed: from + Math.floor(i / names.length) };
  });
  // On a machine that is slow or busy the short form does less rather than fail.
  const totalSeconds = Number(FUZZ_SECONDS ?? (isByHand ? Number.POSITIVE_INFINITY : 60));
  const limits = { seconds: SECONDS_PER_CASE, mebibytes: 1024 + 512, totalSeconds };
  const report = await fuzz(await bundleChild(join(import.meta.dirname, 'child.ts')), root, cases, limits);
  if (isByHand) {
    console.info(JSON.stringify({ ...report, faults: report.faults.length }));
    for (const { target, seed, what, text } of report.faults) console.info(`${target} ${seed}: ${what}: ${text}`);
  }
  expect(report.faults).toEqual([]);
  expect(report.cases).toBeGreaterThan(0);
  // A mutation that is always taken, or always refused, tests nothing.
  if (report.cases > 200) {
    expect(report.taken).toBeGreaterThan(report.cases / 50);
    expect(Object.keys(report.refused).length).toBeGreaterThan(3);
  }
});
