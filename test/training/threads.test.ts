import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleChild } from '../support/bundle-child.js';
import type { ToyRun } from './children/train-toy.js';

let program = '';
beforeAll(async () => {
  program = await bundleChild(join(import.meta.dirname, 'children/train-toy.ts'));
});
afterAll(() => rmSync(program, { force: true }));

/** SHA-256 of the weights after training on so many threads. */
function train(threads: number): string {
  // Wide enough for every kernel to hand out more chunks than there are threads.
  const run: ToyRun = { epochs: 2, batchSize: 700, n: 2000, width: 70, hidden: 96 };
  const output = execFileSync(process.execPath, [program, JSON.stringify(run)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, HETEROGRAPH_THREADS: String(threads) },
  });
  return output.trim().split('\n').at(-1)!;
}

it('weights do not depend on the number of threads, to the bit', () => {
  const one = train(1);
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect([2, 3].map(train)).toEqual([one, one]);
});
