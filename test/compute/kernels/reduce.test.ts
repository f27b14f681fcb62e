import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { copyColumns, fillInto, gatherInto, transposeInto } from '../../../src/compute/kernels/layout.js';
import { scatterRowsInto } from '../../../src/compute/kernels/move-rows.js';
import { reduceAllInto, reduceColumnsInto, softmaxInto, sumRowsInto } from '../../../src/compute/kernels/reduce.js';
import { RandomStream } from '../../../src/core/index.js';
import { onEach, openPools, sameBits } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const random = (seed: number, n: number) => new RandomStream(seed, 'reduce').fillNormal(new Float32Array(n));
const shapes = fc.record({
  rows: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 120, max: 500 })),
  width: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 60, max: 140 })),
  seed: fc.nat(),
});

/** Every pool's bits are the same, and near the float64 values. */
function check(results: readonly Float32Array[], expected: ArrayLike<number>, tolerance: number): void {
  sameBits(results);
  expect(results[0]).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(results[0]![i]! - expected[i]!);
    if (!(error <= tolerance)) expect(error, `at ${i}`).toBeLessThanOrEqual(tolerance);
  }
}

describe('reductions and movements', () => {
  it('sums over rows, columns and everything; maxima; softmax', () => {
    fc.assert(
      fc.property(shapes, ({ rows, width, seed }) => {
        const x = random(seed, rows * width);
        const columns = new Float64Array(width);
        const sums = new Float64Array(rows);
        const tops = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
        for (const [i, value] of x.entries()) {
          columns[i % width]! += value;
          sums[Math.floor(i / width)]! += value;
          tops[Math.floor(i / width)] = Math.max(tops[Math.floor(i / width)]!, value);
        }
        const n = rows * width;
        check(
          onEach(pools, width, [x], (pool, out, at) => sumRowsInto(pool, at!, rows, width, out)),
          columns,
          1e-3,
        );
        check(
          onEach(pools, rows, [x], (pool, out, at) => reduceColumnsInto(pool, 'sum', at!, rows, width, out, 0.5)),
          sums.map((v) => v / 2),
          1e-4,
        );
        check(
          onEach(pools, rows, [x], (pool, out, at) => reduceColumnsInto(pool, 'max', at!, rows, width, out)),
          tops,
          0,
        );
        const total = sums.reduce((a, b) => a + b, 0);
        check(
          onEach(pools, 1, [x], (pool, out, at) => reduceAllInto(pool, 'sum', at!, n, out)),
          [total],
          1e-2,
        );
        check(
          onEach(pools, 1, [x], (pool, out, at) => reduceAllInto(pool, 'max', at!, n, out)),
          [Math.max(...tops)],
          0,
        );
        const exps = new Float64Array(rows);
        for (const [i, value] of x.entries()) exps[Math.floor(i / width)]! += Math.exp(value);
        const probabilities = Float64Array.from(x, (value, i) => Math.exp(value) / exps[Math.floor(i / width)]!);
        check(
          onEach(pools, n, [x], (pool, out, at) => softmaxInto(pool, at!, rows, width, out, false)),
          probabilities,
          1e-6,
        );
        check(
          onEach(pools, n, [x], (pool, out, at) => softmaxInto(pool, at!, rows, width, out, true)),
          probabilities.map(Math.log),
          1e-5,
        );
      }),
      { numRuns: 15 },
    );
  });

  it('transpose, blocks of columns, gather and scatter of rows move exactly the right values', () => {
    fc.assert(
      fc.property(shapes, ({ rows, width, seed }) => {
        const x = random(seed, rows * width);
        const n = rows * width;
        const stream = new RandomStream(seed, 'rows');
        check(
          onEach(pools, n, [x], (pool, out, at) => transposeInto(pool, at!, rows, width, out)),
          Float32Array.from(x, (_, i) => x[(i % rows) * width + Math.floor(i / rows)]!),
          0,
        );
        const from = Math.floor(width / 3);
        const some = width - from;
        check(
          onEach(pools, rows * some, [x], (pool, out, at) =>
            copyColumns(pool, at! + from * 4, width, out, some, some, rows),
          ),
          Float32Array.from({ length: rows * some }, (_, i) => x[Math.floor(i / some) * width + from + (i % some)]!),
          0,
        );
        const picked = Int32Array.from({ length: 2 * rows }, () => stream.nextInt(rows));
        check(
          onEach(pools, picked.length * width, [x, picked], (pool, out, at, which) =>
            gatherInto(pool, at!, which!, picked.length, width, out),
          ),
          Float32Array.from({ length: picked.length * width }, (_, i) => {
            return x[picked[Math.floor(i / width)]! * width + (i % width)]!;
          }),
          0,
        );
        // Segments without rows, ids out of range, repeated ids.
        const segments = 1 + stream.nextInt(2 * rows);
        const ids = Int32Array.from({ length: rows }, () => stream.nextInt(segments + 2) - 1);
        const sums = new Float64Array(segments * width);
        for (const [r, id] of ids.entries()) {
          if (id < 0 || id >= segments) continue;
          for (let c = 0; c < width; c++) sums[id * width + c]! += x[r * width + c]!;
        }
        check(
          onEach(pools, segments * width, [x], (pool, out, at) =>
            scatterRowsInto(pool, ids, at!, width, segments, out),
          ),
          sums,
          1e-3,
        );
        check(
          onEach(pools, n, [], (pool, out) => fillInto(pool, out, n, -1.5)),
          new Float32Array(n).fill(-1.5),
          0,
        );
      }),
      { numRuns: 15 },
    );
  });

  it('leaves nothing behind in the arena', () => {
    for (const pool of pools) expect(pool.arena.stats().used).toBe(0);
  });
});
