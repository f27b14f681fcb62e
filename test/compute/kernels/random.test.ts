import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  AliasTable,
  Pool,
  randomNormal,
  randomPermutation,
  randomSigns,
  randomUniform,
  randomWords,
} from '../../../src/compute/index.js';
import { RandomStream } from '../../../src/core/index.js';

const pools = [1, 2, 3, 8].map((threads) => new Pool(threads));
afterAll(() => {
  for (const pool of pools) pool.dispose();
});
const code = (value: string) => expect.objectContaining({ code: value });
const draws = fc.record({
  count: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 4090, max: 9000 })),
  from: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 2 ** 40 })),
  seed: fc.maxSafeNat(),
});

describe('bulk numbers are those of the stream', () => {
  it('words, uniform numbers and signs, from any place', () => {
    fc.assert(
      fc.property(draws, ({ count, from, seed }) => {
        const stream = new RandomStream(seed, 'bulk');
        const words = Array.from({ length: count }, (_, i) => stream.uint32At(from + i));
        const below1 = 1 - 2 ** -24;
        for (const pool of pools) {
          expect(Array.from(randomWords(stream, count, { from, pool }))).toEqual(words);
          expect(Array.from(randomUniform(stream, count, { from, pool }))).toEqual(
            words.map((word) => Math.min(below1, Math.fround(word / 4294967296))),
          );
          expect(Array.from(randomSigns(stream, count, { from, pool }))).toEqual(
            words.map((_, i) => ((words[i >> 5]! >>> (i & 31)) & 1 ? -1 : 1)),
          );
        }
      }),
      { numRuns: 15 },
    );
  });

  it('words across the carry of the counter', () => {
    const stream = new RandomStream(1, 'carry');
    const from = 4 * 4294967296 - 21;
    expect(Array.from(randomWords(stream, 64, { from, pool: pools[1]! }))).toEqual(
      Array.from({ length: 64 }, (_, i) => stream.uint32At(from + i)),
    );
  });

  it('normal numbers, to the bit, however many', () => {
    fc.assert(
      fc.property(draws, fc.constantFrom(1, 0.02, 3.7), ({ count, seed }, std) => {
        const expected = new RandomStream(seed, 'normal').fillNormal(new Float32Array(count), std);
        for (const pool of pools) {
          expect(randomNormal(new RandomStream(seed, 'normal'), count, { std, pool })).toEqual(expected);
        }
      }),
      { numRuns: 15 },
    );
    const n = 2_000_000;
    const long = randomNormal(new RandomStream(9, 'long'), n, { pool: pools[1]! });
    const expected = new RandomStream(9, 'long').fillNormal(new Float32Array(n));
    expect(Buffer.from(long.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
    expect(randomNormal(new RandomStream(9, 'long'), 10, { from: 4000 })).toEqual(expected.subarray(4000, 4010));
    expect(() => randomNormal(new RandomStream(9, 'long'), 10, { from: 3 })).toThrow(code('INVALID_OPTION'));
  });

  it('permutations', () => {
    for (const n of [0, 1, 2, 3, 1000, 300_000]) {
      const expected = new RandomStream(5, 'p').permutation(n);
      for (const pool of pools) {
        const ours = randomPermutation(new RandomStream(5, 'p'), n, { pool });
        expect(Buffer.from(ours.buffer).equals(Buffer.from(expected.buffer)), `${n}`).toBe(true);
      }
    }
    expect(() => randomPermutation(new RandomStream(5, 'p'), -1)).toThrow(code('INVALID_OPTION'));
  });
});

/** Sum of (observed - expected)^2 / expected. */
function chiSquare(observed: ArrayLike<number>, expected: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < observed.length; i++) sum += (observed[i]! - expected(i)) ** 2 / expected(i);
  return sum;
}

/** Far above the 99.9 % point of chi-square with so many degrees of freedom (Wilson and Hilferty 1931). */
const critical = (freedom: number) => freedom * (1 - 2 / (9 * freedom) + 3.1 * Math.sqrt(2 / (9 * freedom))) ** 3;

describe('bulk numbers have the distribution they should', () => {
  const n = 1_000_000;

  it('uniform: cells of one and of two successive numbers', () => {
    const values = randomUniform(new RandomStream(1, 'uniform'), n);
    const [single, pairs] = [new Float64Array(1000), new Float64Array(1024)];
    for (let i = 0; i < n; i++) single[Math.floor(values[i]! * 1000)]!++;
    for (let i = 0; i + 1 < n; i += 2) {
      pairs[Math.floor(values[i]! * 32) * 32 + Math.floor(values[i + 1]! * 32)]!++;
    }
    expect(chiSquare(single, () => n / 1000)).toBeLessThan(critical(999));
    expect(chiSquare(pairs, () => n / 2048)).toBeLessThan(critical(1023));
  });

  it('normal: four moments, and tails', () => {
    const values = randomNormal(new RandomStream(2, 'normal'), n);
    const moment = (k: number) => values.reduce((sum, v) => sum + v ** k, 0) / n;
    // Five standard errors of each: variances of x^k are 1, 2, 15, 96.
    for (const [k, expected, variance] of [
      [1, 0, 1],
      [2, 1, 2],
      [3, 0, 15],
      [4, 3, 96],
    ] as const) {
      expect(Math.abs(moment(k) - expected)).toBeLessThan(5 * Math.sqrt(variance / n));
    }
    const outside = values.reduce((count, v) => count + Number(Math.abs(v) > 3), 0);
    expect(Math.abs(outside - 0.0026998 * n)).toBeLessThan(5 * Math.sqrt(0.0027 * n));
  });

  it('signs: as many of both, and no run of them', () => {
    const signs = randomSigns(new RandomStream(3, 'signs'), n);
    let [sum, product] = [0, 0];
    for (let i = 0; i < n; i++) sum += signs[i]!;
    for (let i = 1; i < n; i++) product += signs[i]! * signs[i - 1]!;
    expect(Math.abs(sum)).toBeLessThan(4 * Math.sqrt(n));
    expect(Math.abs(product)).toBeLessThan(4 * Math.sqrt(n));
  });

  it('permutations of four: all 24 alike', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 4800; seed++) {
      const key = randomPermutation(new RandomStream(seed, 'four'), 4, { pool: pools[0]! }).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()], () => 200)).toBeLessThan(critical(23));
  });
});

describe('alias table', () => {
  it('draws in proportion, never what has weight 0, the same on any number of threads and one by one', () => {
    const weights = Float64Array.from({ length: 50 }, (_, i) => (i % 7 === 3 ? 0 : (i % 5) + 0.5));
    const total = weights.reduce((a, b) => a + b);
    const table = new AliasTable(weights);
    const stream = new RandomStream(4, 'alias');
    const n = 500_000;
    const results = pools.map((pool) => table.sample(stream, n, { pool }));
    for (const other of results) expect(Buffer.from(other.buffer).equals(Buffer.from(results[0]!.buffer))).toBe(true);
    for (let i = 0; i < 5000; i++) expect(results[0]![i]).toBe(table.sampleAt(stream, i));
    const counts = new Float64Array(50);
    for (const each of results[0]!) counts[each]!++;
    const drawn = Array.from(weights.keys()).filter((i) => weights[i]! > 0);
    expect(drawn.reduce((sum, i) => sum + counts[i]!, 0)).toBe(n);
    const observed = drawn.map((i) => counts[i]!);
    expect(chiSquare(observed, (i) => (n * weights[drawn[i]!]!) / total)).toBeLessThan(critical(drawn.length - 1));
  });

  it('one weight alone, very unequal weights, and what it refuses', () => {
    const stream = new RandomStream(4, 'alias');
    expect(new Set(new AliasTable([0, 3, 0]).sample(stream, 1000))).toEqual(new Set([1]));
    const many = new AliasTable(Float64Array.from({ length: 100_000 }, (_, i) => 1 / (i + 1)));
    const first = many.sample(stream, 100_000).reduce((count, i) => count + Number(i === 0), 0);
    // 1 over the 100,000th harmonic number is 0.08271.
    expect(Math.abs(first - 8271)).toBeLessThan(5 * Math.sqrt(8271));
    for (const weights of [[], [0], [1, -1], [1, Number.NaN], [Number.MAX_VALUE, Number.MAX_VALUE]]) {
      expect(() => new AliasTable(weights)).toThrow(code('INVALID_OPTION'));
    }
    expect(() => many.sample(stream, 1.5)).toThrow(code('INVALID_OPTION'));
  });
});

it('leaves nothing behind in the arena', () => {
  for (const pool of pools) expect(pool.arena.stats().used).toBe(0);
});
