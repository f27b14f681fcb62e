import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { Pool, type QuantisedMatrix, quantise } from '../../../src/compute/index.js';
import { quantisedReference } from '../references/quantised.js';
import { openPools, sameBits } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const sizes = [8, 4, 1] as const;
const cases = fc
  .record({
    rows: fc.integer({ min: 0, max: 9 }),
    width: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 6, max: 150 })),
    bits: fc.constantFrom(...sizes),
    block: fc.constantFrom<32 | 64>(32, 64),
  })
  .chain((shape) => {
    const value = fc.oneof(fc.constant(0), fc.float({ min: -1000, max: 1000, noNaN: true }));
    const n = shape.rows * shape.width;
    return fc.record({
      shape: fc.constant(shape),
      x: fc.array(value, { minLength: n, maxLength: n }).map((list) => Float32Array.from(list)),
    });
  });

/** The largest value that a block may be off by, as it is stated at `quantise`. */
function bound(values: Float32Array, bits: number): number {
  const range = Math.max(...values) - Math.min(...values);
  const rounding = 2 ** -20 * Math.max(...values.map(Math.abs)) + 2 ** -140;
  return (bits === 1 ? range : range / (2 * (2 ** bits - 1))) + rounding;
}

test('gives back what the definition says, within the stated bound, on any number of threads', () => {
  fc.assert(
    fc.property(cases, ({ shape: { width, bits, block }, x }) => {
      const dense = pools.map((pool) => {
        using small = quantise(x, width, { bits, block, pool });
        return small.toDense();
      });
      sameBits(dense);
      const expected = quantisedReference(x, width, bits, block);
      expect(dense[0]!.length).toBe(x.length);
      for (let start = 0; start < x.length; start += width) {
        for (let first = 0; first < width; first += block) {
          const end = start + Math.min(width, first + block);
          const most = bound(x.subarray(start + first, end), bits);
          for (let i = start + first; i < end; i++) {
            expect(Math.abs(dense[0]![i]! - x[i]!)).toBeLessThanOrEqual(most);
            if (bits === 1) expect(Math.abs(dense[0]![i]! - expected[i]!)).toBeLessThanOrEqual(1e-3);
            else expect(dense[0]![i]).toBe(expected[i]);
          }
        }
      }
    }),
  );
});

test('rows in any order, twice too, are those of the whole; products are those of the rows', () => {
  fc.assert(
    fc.property(cases, fc.infiniteStream(fc.nat()), ({ shape: { width, bits, block }, x }, stream) => {
      const results = pools.map((pool) => {
        using small = quantise(x, width, { bits, block, pool });
        return small.dot(Float32Array.from({ length: width }, (_, d) => Math.sin(d + 1)));
      });
      sameBits(results);
      using small = quantise(x, width, { bits, block, pool: pools[2]! });
      const dense = small.toDense();
      const asked = Int32Array.from({ length: small.count > 0 ? 12 : 0 }, () => stream.next().value! % small.count);
      const rows = small.rows(asked);
      const expected = [...asked].flatMap((row) => [...dense.subarray(row * width, (row + 1) * width)]);
      expect(rows).toEqual(Float32Array.from(expected));
      for (let row = 0; row < small.count; row++) {
        let sum = 0;
        let size = 0;
        for (let d = 0; d < width; d++) {
          sum += dense[row * width + d]! * Math.sin(d + 1);
          size = Math.max(size, Math.abs(dense[row * width + d]!));
        }
        expect(Math.abs(results[0]![row]! - sum)).toBeLessThanOrEqual(1e-5 * size * width + 1e-30);
      }
    }),
  );
});

test('takes the bytes it says, and gives them back', () => {
  const pool = new Pool(1);
  const before = pool.arena.stats().used;
  const small: QuantisedMatrix = quantise(new Float32Array(10 * 70), 70, { bits: 4, pool });
  expect(small.bytes).toBe(10 * 2 * (32 + 8));
  small.dispose();
  small.dispose();
  expect(pool.arena.stats().used).toBe(before);
  expect(() => small.toDense()).toThrow(expect.objectContaining({ code: 'DISPOSED' }));
  expect(() => quantise(Float32Array.of(Number.NaN), 1, { bits: 8, pool })).toThrow();
  expect(pool.arena.stats().used).toBe(before);
  pool.dispose();
});

test('refuses what it cannot keep, naming row and column', () => {
  for (const bits of sizes) {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const x = new Float32Array(3 * 70);
      x[2 * 70 + 67] = value;
      expect(() => quantise(x, 70, { bits, pool: pools[1]! })).toThrow(
        expect.objectContaining({ code: 'NON_FINITE', location: { row: 2, column: '67' } }),
      );
    }
    expect(() => quantise(Float32Array.of(-3e38, 3e38), 2, { bits })).toThrow(
      expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE', location: { row: 0, column: '0' } }),
    );
  }
  const code = (name: string) => expect.objectContaining({ code: name });
  const x = new Float32Array(6);
  expect(() => quantise(x, 4, { bits: 8 })).toThrow(code('SHAPE_MISMATCH'));
  expect(() => quantise(x, 3, { bits: 2 as 1 })).toThrow(code('INVALID_OPTION'));
  expect(() => quantise(x, 3, { bits: 8, block: 16 as 32 })).toThrow(code('INVALID_OPTION'));
  expect(() => quantise(x, 3, { bits: 8, size: 1 } as { bits: 8 })).toThrow(code('INVALID_OPTION'));
  using small = quantise(x, 3, { bits: 8, pool: pools[0]! });
  expect(() => small.rows(Int32Array.of(2))).toThrow(code('INDEX_OUT_OF_RANGE'));
  expect(() => small.dot(x)).toThrow(code('SHAPE_MISMATCH'));
});
