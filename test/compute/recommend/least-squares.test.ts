import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { gramOfRows, leastSquaresRows, paddedWidth } from '../../../src/compute/index.js';
import type { WeightedCsr } from '../../../src/core/index.js';
import { openPools, sameBits } from '../kernels/pools.js';
import { csrShapes, normals, randomCsr } from '../kernels/random-csr.js';
import { solveRows } from '../references/least-squares.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

/** Rows of `width` values with zeros behind them. */
function padded(values: Float32Array, width: number): Float32Array {
  const to = paddedWidth(width);
  const out = new Float32Array((values.length / width) * to);
  for (let i = 0; i < values.length; i++) out[Math.floor(i / width) * to + (i % width)] = values[i]!;
  return out;
}

function positive(csr: WeightedCsr): WeightedCsr {
  return { ...csr, values: csr.values.map(Math.abs) };
}

it('comes to the exact solution, with the same bits for any number of threads', () => {
  fc.assert(
    fc.property(csrShapes, ({ rows, columns, entries, headWidth: width, seed }) => {
      const csr = positive(randomCsr(rows, columns, Math.min(entries, 200), seed));
      const y = normals('y', seed, columns * width);
      const start = padded(normals('x', seed, rows * width), width);
      const options = { alpha: 2, regularization: 1, steps: 200, tolerance: 1e-7 };
      const results = pools.map((pool) => {
        const x = start.slice();
        leastSquaresRows(csr, padded(y, width), x, width, { ...options, pool });
        return x;
      });
      sameBits(results);
      const exact = solveRows(csr, y, width, 2, 1);
      const to = paddedWidth(width);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < to; c++) {
          const wanted = c < width ? exact[r * width + c]! : 0;
          // 200 entries on one column make eigenvalues of 1 to 10,000.
          expect(Math.abs(results[0]![r * to + c]! - wanted)).toBeLessThan(1e-2);
        }
      }
    }),
    { numRuns: 15 },
  );
}, 20_000);

it('counts entries without values as alpha, and goes on where it stopped', () => {
  const csr = randomCsr(20, 30, 150, 1);
  const ones = { ...csr, values: new Float32Array(csr.indices.length).fill(1) };
  const { values: _, ...bare } = csr;
  const y = normals('y', 1, 30 * 8);
  const run = (matrix: Parameters<typeof leastSquaresRows>[0], steps: readonly number[]) => {
    const x = new Float32Array(20 * 8);
    for (const each of steps) {
      leastSquaresRows(matrix, y, x, 8, { alpha: 3, regularization: 0.5, steps: each, pool: pools[0] });
    }
    return x;
  };
  expect(run(bare, [3])).toEqual(run(ones, [3]));
  const exact = solveRows(ones, y, 8, 3, 0.5);
  const off = (x: Float32Array) => Math.max(...x.map((value, i) => Math.abs(value - exact[i]!)));
  expect(off(run(ones, [2]))).toBeGreaterThan(off(run(ones, [2, 2, 2, 2])));
});

it('sums the Gram matrix over more rows than one part has', () => {
  const csr = positive(randomCsr(3, 2500, 20, 4));
  const y = normals('y', 4, 2500 * 3);
  const results = pools.map((pool) => {
    const x = new Float32Array(3 * 8);
    const options = { alpha: 40, regularization: 0.1, steps: 50, tolerance: 1e-7, pool };
    leastSquaresRows(csr, padded(y, 3), x, 3, options);
    return x;
  });
  sameBits(results);
  const exact = solveRows(csr, y, 3, 40, 0.1);
  for (let i = 0; i < 9; i++) {
    expect(results[0]![Math.floor(i / 3) * 8 + (i % 3)]).toBeCloseTo(exact[i]!, 4);
  }
});

it('refuses arrays of another size', () => {
  const csr = randomCsr(3, 4, 5, 0);
  const call = (y: number, x: number) => () =>
    leastSquaresRows(csr, new Float32Array(y), new Float32Array(x), 5, { alpha: 1, regularization: 1, steps: 1 });
  expect(call(4 * 8, 3 * 8)).not.toThrow();
  expect(call(4 * 5, 3 * 8)).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
  expect(call(4 * 8, 3 * 5)).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
});

it('solves a few rows by those rows of y alone and the product that was kept of all', () => {
  const csr = positive(randomCsr(4, 3000, 20, 3));
  const width = 13;
  const to = paddedWidth(width);
  const y = padded(normals('y', 3, 3000 * width), width);
  const options = { alpha: 2, regularization: 1, steps: 50 };
  const whole = new Float32Array(4 * to);
  leastSquaresRows(csr, y, whole, width, options);
  const used = Int32Array.from(new Set(csr.indices)).sort();
  const own = new Float32Array(used.length * to);
  for (const [at, row] of used.entries()) own.set(y.subarray(row * to, (row + 1) * to), at * to);
  const few = { ...csr, numCols: used.length, indices: csr.indices.map((row) => used.indexOf(row)) };
  const grams = pools.map((pool) => gramOfRows(y, width, { pool }));
  sameBits(grams);
  const x = new Float32Array(4 * to);
  leastSquaresRows(few, own, x, width, { ...options, gram: grams[0]! });
  expect(x).toEqual(whole);
  const short = () => leastSquaresRows(few, own, x, width, { ...options, gram: new Float32Array(3) });
  expect(short).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
  expect(() => gramOfRows(new Float32Array(5), 8)).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
});
