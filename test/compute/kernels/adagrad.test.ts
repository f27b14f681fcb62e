import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { adagradRowsInto } from '../../../src/compute/internal.js';
import { openPools } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

it('a step of Adagrad is that of its formula, on the listed rows alone, for any number of threads', () => {
  const value = fc.float({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.array(fc.tuple(value, value, fc.float({ min: 0, max: 3, noNaN: true })), { minLength: 9, maxLength: 72 }),
      fc.uniqueArray(fc.nat(7), { maxLength: 8 }),
      (width, cells, listed) => {
        const numRows = Math.floor(cells.length / width);
        const rows = Int32Array.from(listed.filter((row) => row < numRows));
        const [p, g, s] = [0, 1, 2].map((i) => Float32Array.from(cells.slice(0, numRows * width), (cell) => cell[i]!));
        const results = pools.map((pool) => {
          const { arena } = pool;
          const placed = [p!, g!, s!, rows].map((values) => arena.copyIn(values));
          const [parameter, gradient, squares, rowsAt] = placed as [number, number, number, number];
          const arrays = { parameter, gradient, squares, rows: rowsAt, count: rows.length, width };
          adagradRowsInto(pool, arrays, { learningRate: 0.5, epsilon: 1e-10 });
          const read = [parameter, gradient, squares].map((at) => arena.float32(at, p!.length).slice());
          for (const at of placed) arena.free(at);
          return read as [Float32Array, Float32Array, Float32Array];
        });
        const [after, cleared, sums] = results[0]!;
        for (let i = 0; i < p!.length; i++) {
          const isListed = rows.includes(Math.floor(i / width));
          const sum = s![i]! + g![i]! ** 2;
          const change = g![i] === 0 ? 0 : (0.5 * g![i]!) / (Math.sqrt(sum) + 1e-10);
          expect(after[i]).toBeCloseTo(isListed ? p![i]! - change : p![i]!, 5);
          expect(cleared[i]).toBe(isListed ? 0 : g![i]);
          expect(sums[i]).toBeCloseTo(isListed ? sum : s![i]!, 5);
        }
        for (const other of results) expect(other).toEqual(results[0]);
      },
    ),
    { numRuns: 60 },
  );
});
