import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  gatherRows,
  type Pool,
  scatterAddRows,
  sddmm,
  segmentMax,
  segmentReduce,
  segmentSoftmax,
  spmmMax,
  spmmWeighted,
} from '../../../src/compute/index.js';
import { sddmmReference } from '../references/sddmm.js';
import { segmentReduceReference } from '../references/segment-reduce.js';
import { segmentSoftmaxReference } from '../references/segment-softmax.js';
import { spmmMaxReference } from '../references/spmm-max.js';
import { spmmWeightedReference } from '../references/spmm-weighted.js';
import { openPools, sameBits } from './pools.js';
import { csrShapes, normals, randomCsr } from './random-csr.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

/** Runs on every pool; the same bits of all, near the float64 values. */
function check(run: (pool: Pool) => Float32Array, expected: ArrayLike<number>, tolerance: number): void {
  const results = pools.map(run);
  sameBits(results);
  expect(results[0]).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(results[0]![i]! - expected[i]!) / (1 + Math.abs(expected[i]!));
    if (!(error <= tolerance)) expect(error, `at ${i}`).toBeLessThanOrEqual(tolerance);
  }
}

describe('sparse kernels equal the plain loops on any number of threads', () => {
  it('sddmm, and the product with a weight per entry and head', () => {
    fc.assert(
      fc.property(csrShapes, ({ rows, columns, entries, heads, headWidth: width, seed }) => {
        const csr = randomCsr(rows, columns, entries, seed);
        const a = normals('a', seed, rows * heads * width);
        const b = normals('b', seed, columns * heads * width);
        check(
          (pool) => sddmm(csr, a, b, { heads, headWidth: width, pool }),
          sddmmReference(csr, a, b, { op: 'dot', heads, width }),
          1e-4,
        );
        const [one, other] = [a.subarray(0, rows * heads), b.subarray(0, columns * heads)];
        check(
          (pool) => sddmm(csr, one, other, { op: 'add', heads, pool }),
          sddmmReference(csr, one, other, { op: 'add', heads, width: 1 }),
          1e-6,
        );
        const weights = normals('w', seed, csr.indices.length * heads);
        check(
          (pool) => spmmWeighted(csr, weights, b, heads * width, { heads, pool }),
          spmmWeightedReference(csr, weights, b, heads * width, heads),
          1e-3,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('segment softmax, sum, mean and maximum', () => {
    fc.assert(
      fc.property(csrShapes, ({ rows, columns, entries, heads, headWidth: width, seed }) => {
        const csr = randomCsr(rows, columns, entries, seed);
        const scores = normals('scores', seed, csr.indices.length * heads).map((v) => 10 * v);
        check(
          (pool) => segmentSoftmax(csr, scores, { heads, pool }),
          segmentSoftmaxReference(csr, scores, heads),
          1e-6,
        );
        const values = normals('values', seed, csr.indices.length * width);
        for (const reduce of ['sum', 'mean'] as const) {
          check(
            (pool) => segmentReduce(csr, values, width, reduce, { pool }),
            segmentReduceReference(csr, values, width, reduce),
            1e-3,
          );
        }
        check(
          (pool) => segmentMax(csr, values, width, { pool }).values,
          segmentReduceReference(csr, values, width, 'max'),
          0,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('the maximum product and where its values come from, the first of equals', () => {
    fc.assert(
      fc.property(csrShapes, fc.boolean(), ({ rows, columns, entries, headWidth: width, seed }, weighted) => {
        const { values, ...plain } = randomCsr(rows, columns, entries, seed);
        const csr = weighted ? { ...plain, values } : plain;
        // Few distinct values: many ties.
        const x = normals('x', seed, columns * width).map(Math.round);
        const expected = spmmMaxReference(csr, x, width);
        check((pool) => spmmMax(csr, x, width, { pool }).values, expected.values, 0);
        for (const pool of pools) expect(spmmMax(csr, x, width, { pool }).argmax).toEqual(expected.argmax);
      }),
      { numRuns: 40 },
    );
  });

  it('gathers and adds up rows', () => {
    fc.assert(
      fc.property(csrShapes, ({ rows, columns, entries, headWidth: width, seed }) => {
        const { indices } = randomCsr(rows, columns, entries, seed);
        const x = normals('x', seed, columns * width);
        const picked = pools.map((pool) => gatherRows(x, width, indices, { pool }));
        sameBits(picked);
        expect(picked[0]).toEqual(
          Float32Array.from({ length: indices.length * width }, (_, i) => {
            return x[indices[Math.floor(i / width)]! * width + (i % width)]!;
          }),
        );
        const expected = new Float64Array(columns * width);
        for (const [i, value] of picked[0]!.entries()) {
          expected[indices[Math.floor(i / width)]! * width + (i % width)]! += value;
        }
        check((pool) => scatterAddRows(picked[0]!, width, indices, columns, { pool }), expected, 1e-3);
      }),
      { numRuns: 25 },
    );
  });
});

describe('by hand', () => {
  // Row 0 has columns 1, 1, 0; row 1 none; row 2 column 1.
  const csr = { numRows: 3, numCols: 2, indptr: Int32Array.of(0, 3, 3, 4), indices: Int32Array.of(1, 1, 0, 1) };

  it('sddmm, softmax, maxima', () => {
    const a = Float32Array.of(1, 2, 9, 9, 3, 4);
    const b = Float32Array.of(5, 6, 7, 8);
    expect(sddmm(csr, a, b)).toEqual(Float32Array.of(23, 23, 17, 53));
    expect(sddmm(csr, a, b, { heads: 2 })).toEqual(Float32Array.of(7, 16, 7, 16, 5, 12, 21, 32));
    expect(sddmm(csr, a, b, { heads: 2, op: 'add' })).toEqual(Float32Array.of(8, 10, 8, 10, 6, 8, 10, 12));
    const thirds = segmentSoftmax(csr, Float32Array.of(5, 5, 5, -700));
    expect([...thirds]).toEqual([1, 1, 1, 3].map((v) => Math.fround(v / 3)));
    expect(spmmMax(csr, b, 2)).toEqual({
      values: Float32Array.of(7, 8, 0, 0, 7, 8),
      argmax: Int32Array.of(0, 0, -1, -1, 3, 3),
    });
    expect(segmentMax(csr, Float32Array.of(1, 3, 3, -2), 1)).toEqual({
      values: Float32Array.of(3, 0, -2),
      argmax: Int32Array.of(1, -1, 3),
    });
  });

  it('softmax of large, and of infinitely low, scores', () => {
    const low = Number.NEGATIVE_INFINITY;
    for (const heads of [1, 2]) {
      const laid = (values: number[]) => Float32Array.from(values.flatMap((v) => Array(heads).fill(v)));
      expect(segmentSoftmax(csr, laid([1e30, 1e30, low, low]), { heads })).toEqual(laid([0.5, 0.5, 0, 0]));
      expect(segmentSoftmax(csr, laid([3e38, -3e38, 0, 88]), { heads })).toEqual(laid([1, 0, 0, 1]));
    }
  });

  it('NaN wins a maximum', () => {
    const x = Float32Array.of(2, Number.NaN);
    expect(spmmMax(csr, x, 1).values[0]).toBeNaN();
    const { values, argmax } = segmentMax(csr, Float32Array.of(1, Number.NaN, 7, Number.NaN), 1);
    expect([...values]).toEqual([Number.NaN, 0, Number.NaN]);
    expect([...argmax]).toEqual([1, -1, 3]);
  });

  it('refuses arrays of wrong lengths, columns and rows outside, wrong heads', () => {
    const code = (value: string) => expect.objectContaining({ code: value });
    const x = new Float32Array(4);
    expect(() => sddmm(csr, x, x)).toThrow(code('SHAPE_MISMATCH'));
    expect(() => sddmm(csr, new Float32Array(6), x, { heads: 0 })).toThrow(code('INVALID_OPTION'));
    expect(() => spmmWeighted(csr, x, x, 2, { heads: 2 })).toThrow(code('SHAPE_MISMATCH'));
    expect(() => spmmWeighted(csr, new Float32Array(12), new Float32Array(8), 4, { heads: 3 })).toThrow(
      code('SHAPE_MISMATCH'),
    );
    expect(() => segmentSoftmax(csr, x, { heads: 2 })).toThrow(code('SHAPE_MISMATCH'));
    expect(() => segmentMax(csr, x, 3)).toThrow(code('SHAPE_MISMATCH'));
    expect(() => segmentReduce({ ...csr, indptr: Int32Array.of(0, 3, 2, 4) }, x, 1, 'sum')).toThrow(
      code('SHAPE_MISMATCH'),
    );
    expect(() => segmentReduce({ ...csr, indptr: Int32Array.of(0, 4) }, x, 1, 'sum')).toThrow(code('SHAPE_MISMATCH'));
    expect(() => spmmMax({ ...csr, numCols: 1 }, x.subarray(0, 1), 1)).toThrow(code('INDEX_OUT_OF_RANGE'));
    expect(() => gatherRows(x, 2, Int32Array.of(0, 2))).toThrow(code('INDEX_OUT_OF_RANGE'));
    expect(() => gatherRows(x, 3, Int32Array.of(0))).toThrow(code('SHAPE_MISMATCH'));
    expect(() => scatterAddRows(x, 2, Int32Array.of(0, 3), 3)).toThrow(code('INDEX_OUT_OF_RANGE'));
    expect(() => scatterAddRows(x, 2, Int32Array.of(0), 3)).toThrow(code('SHAPE_MISMATCH'));
  });

  it('leaves nothing behind in the arena', () => {
    for (const pool of pools) expect(pool.arena.stats().used).toBe(0);
  });
});
