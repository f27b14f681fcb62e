import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recommenderNames } from '../../../src/recommend/index.js';
import { bundleChild } from '../../support/bundle-child.js';

let program = '';
beforeAll(async () => {
  program = await bundleChild(join(import.meta.dirname, 'children/fit-all.ts'));
});
afterAll(() => rmSync(program, { force: true }));

function hashes(threads: number): Record<string, string> {
  const output = execFileSync(process.execPath, [program], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, HETEROGRAPH_THREADS: String(threads) },
  });
  return JSON.parse(output.trim().split('\n').at(-1)!);
}

it('lists do not depend on the number of threads, to the bit', () => {
  const one = hashes(1);
  expect(Object.keys(one)).toEqual(recommenderNames());
  expect(hashes(3)).toEqual(one);
});
