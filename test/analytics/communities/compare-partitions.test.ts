import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  adjustedMutualInfo,
  adjustedRandIndex,
  normalizedMutualInfo,
} from '../../../src/analytics/communities/compare/compare-partitions.js';

/** Counts pairs, and averages over all orders of the nodes. */
function slowRand(a: number[], b: number[]): number {
  const agreement = (x: number[], y: number[]) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) sum += Number(x[i] === x[j] && y[i] === y[j]);
    return sum;
  };
  const [first, second, all] = [agreement(a, a), agreement(b, b), (a.length * (a.length - 1)) / 2];
  const expected = (first * second) / all;
  return (agreement(a, b) - expected) / ((first + second) / 2 - expected);
}

function entropyOf(keys: readonly (number | string)[]): number {
  const counts = new Map<number | string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / keys.length) * Math.log(n / keys.length), 0);
}

function slowInformation(a: number[], b: number[]): number {
  return entropyOf(a) + entropyOf(b) - entropyOf(a.map((c, i) => `${c} ${b[i]}`));
}

function permutations(values: number[]): number[][] {
  if (values.length < 2) return [values];
  return values.flatMap((value, i) => permutations(values.toSpliced(i, 1)).map((rest) => [value, ...rest]));
}

function isSame(a: number[], b: number[]): boolean {
  return a.every((c, i) => a.every((d, j) => (c === d) === (b[i] === b[j])));
}

const twoPartitions = fc
  .array(fc.tuple(fc.nat(3), fc.nat(2)), { maxLength: 40 })
  .map((pairs) => [pairs.map(([a]) => a), pairs.map(([, b]) => b)] as const);

describe('comparison of partitions', () => {
  it('is that of pairs and entropies', () => {
    fc.assert(
      fc.property(twoPartitions, ([a, b]) => {
        const [nmi, ari] = [normalizedMutualInfo(a, b), adjustedRandIndex(a, b)];
        if (isSame(a, b)) {
          expect([nmi, ari, adjustedMutualInfo(a, b)]).toEqual([1, 1, 1]);
          return;
        }
        expect(ari).toBeCloseTo(slowRand(a, b), 10);
        expect(nmi).toBeCloseTo((2 * slowInformation(a, b)) / (entropyOf(a) + entropyOf(b)), 10);
        expect(adjustedMutualInfo(b, a)).toBeCloseTo(adjustedMutualInfo(a, b), 10);
      }),
      { numRuns: 500 },
    );
  });

  it('takes off what all orders of the nodes have in common on average', () => {
    for (const [a, b] of [
      [
        [0, 0, 1, 1, 2, 2, 2],
        [0, 1, 1, 1, 0, 2, 2],
      ],
      [
        [0, 0, 0, 1, 1, 1],
        [0, 0, 1, 1, 2, 2],
      ],
    ] as const) {
      const orders = permutations([...b]);
      const expected = orders.reduce((sum, order) => sum + slowInformation([...a], order), 0) / orders.length;
      const mean = (entropyOf(a) + entropyOf(b)) / 2;
      expect(adjustedMutualInfo(a, b)).toBeCloseTo(
        (slowInformation([...a], [...b]) - expected) / (mean - expected),
        10,
      );
    }
  });

  it('has the values of scikit-learn', () => {
    // normalized_mutual_info_score, adjusted_mutual_info_score, adjusted_rand_score of scikit-learn 1.9.1
    const a = Array.from({ length: 100 }, (_, i) => (i * i) % 7);
    const b = Array.from({ length: 100 }, (_, i) => Math.floor(i / 9) + (i % 3));
    expect(normalizedMutualInfo(a, b)).toBeCloseTo(0.027127645696885264, 12);
    expect(adjustedMutualInfo(a, b)).toBeCloseTo(-0.09365431074343802, 12);
    expect(adjustedRandIndex(a, b)).toBeCloseTo(-0.035529253738101084, 12);
  });

  it('of partitions that say nothing is 0, and of the same ones 1', () => {
    const single = [0, 1, 2, 3];
    const one = [5, 5, 5, 5];
    for (const compare of [normalizedMutualInfo, adjustedMutualInfo, adjustedRandIndex]) {
      expect(compare(single, one)).toBe(0);
      expect(compare(one, [0, 0, 0, 0])).toBe(1);
      expect(compare(single, [9, 7, 5, 3])).toBe(1);
      expect(compare([], [])).toBe(1);
      expect(() => compare([0], [0, 1])).toThrow(expect.objectContaining({ code: 'SHAPE_MISMATCH' }));
      expect(() => compare([0.5], [0])).toThrow(expect.objectContaining({ code: 'INDEX_OUT_OF_RANGE' }));
      expect(() => compare(undefined as never, [0])).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    }
  });
});
