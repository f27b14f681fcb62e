import { afterAll, expect, test } from 'vitest';
import { Pool } from '../../src/compute/index.js';
import { meanNormAccumulate } from '../../src/compute/kernels/spmm.js';
import type { KernelPool } from '../../src/compute/threads/kernel-pool.js';
import { placeCsr, releaseCsr } from '../../src/compute/threads/placed.js';
import { HeteroGraphError, RandomStream } from '../../src/core/index.js';
import { addInBlocks } from '../../src/propagation/add-in-blocks.js';

const pool = new Pool(1);
const { arena } = pool;
afterAll(() => pool.close());

/** Runs kernels at the flush. After so many it is lost in the midst of the next, which has made a mess of the start of its target. */
function lostAfter(kernels: number): KernelPool {
  let calls: Parameters<Pool['run']>[] = [];
  let completed = 0;
  const later = {
    get noted() {
      return calls.length;
    },
    get completed() {
      return completed;
    },
    async flush() {
      const list = calls;
      calls = [];
      for (completed = 0; completed < list.length; completed++) {
        const [name, args] = list[completed]!;
        if (completed === kernels) {
          arena.float32(args[name === 'copyBlock' ? 2 : 4] as number, 1000).fill(Number.NaN);
          throw new HeteroGraphError('DEVICE_LOST', 'gone');
        }
        pool.run(...list[completed]!);
      }
    },
  };
  const run = (...call: Parameters<Pool['run']>) => void calls.push(call);
  return { arena, threads: 1, run, withScratch: (stride, use) => pool.withScratch(stride, use), later };
}

test('an addition that is lost at any of its kernels, twice, adds nothing twice and loses nothing', async () => {
  // Three blocks, of 32, 32 and 6 rows: a copy and an addition each.
  const [numRows, width] = [70, 1 << 15];
  const indptr = Int32Array.from({ length: numRows + 1 }, (_, r) => r);
  const csr = placeCsr(arena, { numRows, numCols: numRows, indptr, indices: indptr.slice(0, numRows) });
  const [y, start] = [new Float32Array(numRows * width), new Float32Array(numRows * width)];
  for (const [i, values] of [y, start].entries()) new RandomStream(i, 'values').fillNormal(values, 1);
  const x = arena.float32(arena.alloc(y.byteLength), y.length);
  x.set(y);
  const sums = arena.float32(arena.alloc(y.byteLength), y.length);
  const { used } = arena.stats();
  const attempt = (own: KernelPool, progress: { done: number }) =>
    addInBlocks(own, { at: sums.byteOffset, numRows, width }, progress, (from, count) => {
      const part = { ...csr, numRows: count, indptr: csr.indptr.subarray(from, from + count + 1) };
      meanNormAccumulate(own, part, x.byteOffset, width, sums.byteOffset + from * width * 4);
    });
  sums.set(start);
  await attempt(pool, { done: 0 });
  const expected = Buffer.from(Uint8Array.from(new Uint8Array(sums.buffer, sums.byteOffset, sums.byteLength)));
  for (let first = 0; first <= 6; first++) {
    for (let second = 0; second <= 6; second++) {
      sums.set(start);
      const progress = { done: 0 };
      const rest = 6 - 2 * (first >> 1);
      if (first < 6) {
        await expect(attempt(lostAfter(first), progress)).rejects.toMatchObject({ code: 'DEVICE_LOST' });
        expect(progress.done).toBe(32 * (first >> 1));
        if (second < rest) {
          await expect(attempt(lostAfter(second), progress)).rejects.toMatchObject({ code: 'DEVICE_LOST' });
          await attempt(pool, progress);
        } else await attempt(lostAfter(second), progress);
      } else await attempt(lostAfter(first), progress);
      expect(progress.done).toBe(0);
      const bytes = Buffer.from(sums.buffer, sums.byteOffset, sums.byteLength);
      expect(bytes.equals(expected), `lost at ${first} and ${second}`).toBe(true);
      expect(arena.stats().used).toBe(used);
    }
  }
  for (const each of [x, sums]) arena.release(each);
  releaseCsr(arena, csr);
});
