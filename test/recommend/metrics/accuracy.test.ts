import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aucAtK,
  averagePrecisionAtK,
  hitRateAtK,
  meanOverUsers,
  ndcgAtK,
  precisionAtK,
  recallAtK,
  reciprocalRankAtK,
} from '../../../src/recommend/index.js';
import * as brute from './brute-force.js';

interface Golden {
  readonly 'scikit-learn': readonly {
    readonly list: number[];
    readonly relevant: number[];
    readonly gains: number[];
    readonly ndcg: Readonly<Record<string, number>>;
    readonly averagePrecision: number;
    readonly auc: number;
  }[];
  readonly implicit: readonly {
    readonly k: number;
    readonly numItems: number;
    readonly lists: number[][];
    readonly relevant: number[][];
    readonly figures: Readonly<Record<'precision' | 'map' | 'ndcg' | 'auc', number>>;
  }[];
}
const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'golden.json'), 'utf8')) as Golden;
const one = (values: Float64Array) => {
  expect(values.length).toBe(1);
  return values[0]!;
};

/** A list and relevant items out of the same few, so that hits are frequent; both may be empty, and the list may be shorter than k. */
const lists = fc.record({
  list: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 12 }),
  relevant: fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { maxLength: 12 }),
  k: fc.integer({ min: 1, max: 14 }),
});

describe('figures of accuracy', () => {
  it('are those of brute force', () => {
    fc.assert(
      fc.property(lists, ({ list, relevant, k }) => {
        const near = (value: Float64Array, expected: number) =>
          Number.isNaN(expected) ? expect(one(value)).toBeNaN() : expect(one(value)).toBeCloseTo(expected, 12);
        near(precisionAtK([list], [relevant], k), brute.precision(list, relevant, k));
        near(recallAtK([list], [relevant], k), brute.recall(list, relevant, k));
        near(hitRateAtK([list], [relevant], k), brute.hitRate(list, relevant, k));
        near(ndcgAtK([list], [relevant], k), brute.ndcg(list, relevant, k));
        near(averagePrecisionAtK([list], [relevant], k), brute.averagePrecision(list, relevant, k));
        near(reciprocalRankAtK([list], [relevant], k), brute.reciprocalRank(list, relevant, k));
        near(aucAtK([list], [relevant], k, 12), brute.auc(list, relevant, k, 12));
      }),
      { numRuns: 500 },
    );
  });

  it.each(golden['scikit-learn'])('are those of scikit-learn, case %#', (sample) => {
    const { list, relevant, gains } = sample;
    for (const [k, expected] of Object.entries(sample.ndcg)) {
      expect(one(ndcgAtK([list], [relevant], Number(k), { gains: [gains] }))).toBeCloseTo(expected, 12);
    }
    const all = list.length;
    expect(one(averagePrecisionAtK([list], [relevant], all))).toBeCloseTo(sample.averagePrecision, 12);
    expect(one(aucAtK([list], [relevant], all, all))).toBeCloseTo(sample.auc, 12);
  });

  it.each(golden.implicit)('are those of implicit, case %#', ({ k, numItems, lists: given, relevant, figures }) => {
    expect(meanOverUsers(averagePrecisionAtK(given, relevant, k))).toBeCloseTo(figures.map, 6);
    expect(meanOverUsers(ndcgAtK(given, relevant, k))).toBeCloseTo(figures.ndcg, 6);
    expect(meanOverUsers(aucAtK(given, relevant, k, numItems))).toBeCloseTo(figures.auc, 6);
    // Its precision is hits of all users / places of all users that could be hits.
    const reachable = relevant.map((items) => Math.min(k, items.length));
    const recall = recallAtK(given, relevant, k, { divideBy: 'reachable' });
    const hits = reachable.reduce((sum, count, user) => sum + (count === 0 ? 0 : count * recall[user]!), 0);
    expect(hits / reachable.reduce((a, b) => a + b)).toBeCloseTo(figures.precision, 6);
  });

  it('follow the definition that was asked for', () => {
    const [list, relevant] = [
      ['a', 'b', 'c'],
      ['b', 'x', 'y', 'z'],
    ];
    expect(one(recallAtK([list], [relevant], 2))).toBe(1 / 4);
    expect(one(recallAtK([list], [relevant], 2, { divideBy: 'reachable' }))).toBe(1 / 2);
    expect(one(precisionAtK([list], [relevant], 6))).toBe(1 / 6);
    expect(one(precisionAtK([list], [relevant], 6, { divideBy: 'list' }))).toBe(1 / 3);
    expect(one(averagePrecisionAtK([list], [relevant], 2))).toBe(1 / 2 / 2);
    expect(one(averagePrecisionAtK([list], [relevant], 2, { divideBy: 'relevant' }))).toBe(1 / 2 / 4);
    const [at2, at3, at4] = [1 / Math.log2(3), 1 / Math.log2(4), 1 / Math.log2(5)];
    expect(one(ndcgAtK([list], [relevant], 2))).toBeCloseTo(at2 / (1 + at2), 15);
    expect(one(ndcgAtK([list], [relevant], 2, { ideal: 'full' }))).toBeCloseTo(at2 / (1 + at2 + at3 + at4), 15);
    const gains = [[1, 3, 0, 0]];
    expect(one(ndcgAtK([list], [relevant], 2, { gains }))).toBeCloseTo(at2 / (3 + at2), 15);
    expect(one(ndcgAtK([list], [relevant], 1, { gains, ideal: 'full' }))).toBe(0);
  });

  it('take "12", 12 and 12n for the same item, and count an item that is there twice once', () => {
    expect(one(recallAtK([['12', 7]], [[12n, '7', 12]], 2))).toBe(1);
    expect(one(precisionAtK([['a', 'a', 'b', 'c']], [['a']], 4))).toBe(1 / 4);
    expect(one(recallAtK([['007']], [[7]], 1))).toBe(0);
  });

  it('leave out who has nothing relevant', () => {
    const values = ndcgAtK([['a'], ['a'], []], [['a'], [], ['a']], 1);
    expect([...values]).toEqual([1, Number.NaN, 0]);
    expect(meanOverUsers(values)).toBe(1 / 2);
    expect(meanOverUsers([])).toBeNaN();
    expect(one(ndcgAtK([['a']], [['a']], 1, { gains: [[0]] }))).toBeNaN();
    expect(one(aucAtK([['a']], [['a']], 1, 1))).toBeNaN();
  });

  it('read compressed sparse rows', () => {
    const csr = (rows: number[][]) => ({
      ...{ numRows: rows.length, numCols: 9 },
      indptr: Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]),
      indices: Int32Array.from(rows.flat()),
    });
    const [shown, taken] = [
      [[1, 2], [], [3]],
      [[2], [4], [3, 8]],
    ];
    expect(recallAtK(csr(shown), csr(taken), 2)).toEqual(recallAtK(shown, taken, 2));
    expect([...recallAtK(csr(shown), csr(taken), 2)]).toEqual([1, 0, 1 / 2]);
  });

  it('refuse what cannot be meant', () => {
    const refused = (run: () => unknown, code: string) => expect(run).toThrow(expect.objectContaining({ code }));
    refused(() => recallAtK([['a']], [['a'], ['b']], 1), 'SHAPE_MISMATCH');
    refused(() => recallAtK([['a']], [['a']], 0), 'INVALID_OPTION');
    refused(() => recallAtK([['a']], [['a']], 1, { divideBy: 'k' as never }), 'INVALID_OPTION');
    refused(() => precisionAtK([['a']], [['a']], 1, { divideBy: 'relevant' as never }), 'INVALID_OPTION');
    refused(() => averagePrecisionAtK([['a']], [['a']], 1, { divideBy: 'k' as never }), 'INVALID_OPTION');
    refused(() => ndcgAtK([['a']], [['a']], 1, { ideal: 'half' as never }), 'INVALID_OPTION');
    refused(() => ndcgAtK([['a']], [['a']], 1, { gains: [[1], [1]] }), 'SHAPE_MISMATCH');
    refused(() => recallAtK(['a'] as never, [['a']], 1), 'INVALID_OPTION');
    refused(() => recallAtK([[{} as never]], [['a']], 1), 'INVALID_OPTION');
    refused(() => ndcgAtK([['a']], [['a']], 1, { gains: [[1, 2]] }), 'SHAPE_MISMATCH');
    refused(() => ndcgAtK([['a']], [['a']], 1, { gains: [[-1]] }), 'NON_FINITE');
    refused(() => ndcgAtK([['a']], [['a', 'a']], 1, { gains: [[1, 2]] }), 'DUPLICATE_ID');
    refused(() => aucAtK([['a', 'b']], [['a']], 2, 1), 'TOO_FEW_CANDIDATES');
    refused(() => aucAtK([['a', 'b']], [['a']], 2, [3, 3]), 'SHAPE_MISMATCH');
  });
});

it('takes k far above the lists', () => {
  const far = 2 ** 40;
  expect([...ndcgAtK([['a', 'b'], []], [['b'], ['a']], far)]).toEqual([1 / Math.log2(3), 0]);
  expect([...recallAtK([['a', 'b'], []], [['b'], ['a']], far)]).toEqual([1, 0]);
});
