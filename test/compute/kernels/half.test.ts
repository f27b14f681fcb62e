import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { halfFrom, halfToFloat, Pool, spmm } from '../../../src/compute/index.js';
import type { HalfFormat } from '../../../src/compute/kernels/half.js';
import { decodeHalfReference } from '../references/half.js';
import { spmmReference } from '../references/spmm.js';

const pools = [new Pool(1), new Pool(3)];
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const formats: HalfFormat[] = ['bf16', 'f16'];

test('every 16-bit word decodes to its value, and a value that fits comes back as its word', () => {
  for (const format of formats) {
    const words = Uint16Array.from({ length: 65_536 }, (_, word) => word).filter((word) =>
      Number.isFinite(decodeHalfReference(word, format)),
    );
    const values = halfToFloat({ format, bits: words }, pools[1]);
    expect(values).toEqual(Float32Array.from(words, (word) => decodeHalfReference(word, format)));
    expect(halfFrom(values, format, pools[1]).bits).toEqual(words);
  }
});

test('rounds to the nearest, ties to even', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ min: -65_000, max: 65_000, noNaN: true }), { minLength: 1 }), (list) => {
      for (const format of formats) {
        const { bits } = halfFrom(Float32Array.from(list), format, pools[0]);
        for (const [i, value] of list.entries()) {
          const error = (word: number) => Math.abs(decodeHalfReference(word, format) - value);
          const word = bits[i]!;
          for (const other of [word - 1, word + 1]) {
            if ((other & 0x7fff) === 0x7fff || other < 0 || (other ^ word) & 0x8000) continue;
            const better = error(other) - error(word);
            expect(better > 0 || (better === 0 && word % 2 === 0), `${value} as ${word}, not ${other}`).toBe(true);
          }
        }
      }
    }),
  );
});

test('keeps infinities and NaN in bf16; f16 refuses what it cannot hold', () => {
  const strange = Float32Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e38, -0);
  expect(halfToFloat(halfFrom(strange, 'bf16'))).toEqual(
    Float32Array.of(Infinity, -Infinity, NaN, 9.969209968386869e37, -0),
  );
  for (const value of [65_520, Number.NaN, Number.NEGATIVE_INFINITY]) {
    expect(() => halfFrom(Float32Array.of(0, value), 'f16')).toThrow(
      expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE', location: { row: 1 } }),
    );
  }
  expect(halfFrom(new Float32Array(0), 'f16').bits).toHaveLength(0);
  expect(halfToFloat({ format: 'f16', bits: new Uint16Array(0) })).toHaveLength(0);
});

test('a product with a half-width matrix is the product with its values', () => {
  const shape = fc.record({
    rows: fc.integer({ min: 0, max: 30 }),
    columns: fc.integer({ min: 1, max: 20 }),
    width: fc.integer({ min: 1, max: 70 }),
    picks: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.float({ min: -2, max: 2, noNaN: true })), { maxLength: 80 }),
  });
  fc.assert(
    fc.property(shape, fc.constantFrom(...formats), fc.boolean(), ({ rows, columns, width, picks }, format, mean) => {
      const entries = rows === 0 ? [] : picks.map(([r, c, v]) => [r % rows, c % columns, v] as const);
      entries.sort((a, b) => a[0] - b[0]);
      const indptr = new Int32Array(rows + 1);
      for (const [r] of entries) indptr[r + 1]!++;
      for (let r = 0; r < rows; r++) indptr[r + 1]! += indptr[r]!;
      const csr = {
        numRows: rows,
        numCols: columns,
        indptr,
        indices: Int32Array.from(entries, (entry) => entry[1]),
        values: Float32Array.from(entries, (entry) => entry[2]),
      };
      const half = halfFrom(
        Float32Array.from({ length: columns * width }, (_, i) => Math.sin(i) * 3),
        format,
      );
      const reduce = mean ? 'mean' : 'sum';
      const [one, three] = pools.map((pool) => spmm(csr, half, width, { pool, reduce }));
      expect(three).toEqual(one);
      const wanted = spmmReference(csr, halfToFloat(half), width, reduce);
      for (let i = 0; i < wanted.length; i++) expect(Math.abs(one![i]! - wanted[i]!)).toBeLessThan(1e-4);
    }),
    { numRuns: 60 },
  );
});

test.each(formats)('weights as large as float32 holds them: %s', (format) => {
  const width = 65;
  const half = halfFrom(new Float32Array(width).fill(2 ** -10), format);
  const csr = {
    numRows: 1,
    numCols: 1,
    indptr: Int32Array.of(0, 1),
    indices: Int32Array.of(0),
    values: Float32Array.of(2 ** 120),
  };
  expect(spmm(csr, half, width, { pool: pools[0]! })).toEqual(new Float32Array(width).fill(2 ** 110));
});
