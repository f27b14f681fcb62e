import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averagePopularity,
  catalogueCoverage,
  giniIndex,
  intraListDiversity,
  itemPopularity,
  miscalibration,
  novelty,
  popularityLift,
  tailShare,
} from '../../../src/recommend/index.js';

const refused = (run: () => unknown, code: string) => expect(run).toThrow(expect.objectContaining({ code }));
const fewLists = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 6 }), {
  minLength: 1,
  maxLength: 5,
});

describe('how lists spread over the catalogue', () => {
  it('coverage and Gini index of closed cases', () => {
    const even = [['a', 'b'], ['c', 'd'], []];
    expect(catalogueCoverage(even, 2, 4)).toBe(1);
    expect(giniIndex(even, 2, 4)).toBe(0);
    expect(catalogueCoverage(even, 1, 8)).toBe(1 / 4);
    expect(giniIndex([['a'], ['a'], ['a']], 5, 4)).toBe(3 / 4);
    expect(giniIndex([[]], 1, 4)).toBeNaN();
    refused(() => catalogueCoverage(even, 2, 3), 'INVALID_OPTION');
  });

  it('the Gini index is half the mean difference of two items over their mean', () => {
    fc.assert(
      fc.property(fewLists, fc.integer({ min: 1, max: 7 }), (lists, k) => {
        const counts = Array.from({ length: 8 }, (_, item) =>
          lists.map((list) => Number(list.slice(0, k).includes(item))).reduce((a, b) => a + b),
        );
        const mean = counts.reduce((a, b) => a + b) / 8;
        const difference = counts.flatMap((a) => counts.map((b) => Math.abs(a - b))).reduce((a, b) => a + b) / 64;
        const gini = giniIndex(lists, k, 8);
        if (mean === 0) expect(gini).toBeNaN();
        else expect(gini).toBeCloseTo(difference / (2 * mean), 12);
      }),
    );
  });
});

describe('diversity within lists', () => {
  it('by categories, vectors and a function', () => {
    const categories = new Map<string, string | string[]>([
      ['a', ['war', 'drama']],
      ['b', 'war'],
      ['c', ['love']],
    ]);
    // a b: 1 - 1/2; a c and b c: 1.
    expect(intraListDiversity([['a', 'b', 'c']], 3, { categories })[0]).toBeCloseTo(2.5 / 3, 12);
    expect(intraListDiversity([['a', 'b', 'c']], 2, { categories })[0]).toBe(1 / 2);
    // d is unknown, and its pairs do not count.
    expect(intraListDiversity([['a', 'd', 'b']], 3, { categories })[0]).toBe(1 / 2);
    expect(intraListDiversity([['a', 'd'], ['a'], []], 3, { categories })).toEqual(
      Float64Array.of(Number.NaN, Number.NaN, Number.NaN),
    );
    const asObject = { a: ['war', 'drama'], b: 'war', c: 'love' };
    expect(intraListDiversity([['a', 'b', 'c']], 2, { categories: asObject })[0]).toBe(1 / 2);
    expect(intraListDiversity([['constructor', 'b']], 2, { categories: asObject })[0]).toBeNaN();
    const vectors = [
      [1, 0],
      [0, 2],
      [3, 3],
    ];
    expect(intraListDiversity([[0, 1]], 2, { vectors })[0]).toBe(1);
    expect(intraListDiversity([[0, 2]], 2, { vectors })[0]).toBeCloseTo(1 - Math.SQRT1_2, 12);
    expect(intraListDiversity([['x', 'y']], 2, { similarity: (a, b) => (a < b ? 0.25 : 0) })[0]).toBe(0.75);
    refused(() => intraListDiversity([['a']], 1, {}), 'INVALID_OPTION');
    refused(() => intraListDiversity([['a']], 1, { vectors, categories }), 'INVALID_OPTION');
    refused(() => intraListDiversity([[0, 1]], 2, { vectors: [[1], [1, 2]] }), 'SHAPE_MISMATCH');
  });
});

describe('popularity', () => {
  const histories = [['a', 'b'], ['a', 'c', 'a'], ['a'], []];
  const counts = itemPopularity(histories);

  it('is counted by user', () => {
    expect(Object.fromEntries(counts)).toEqual({ a: 3, b: 1, c: 1 });
  });

  it('novelty in bits, average and tail', () => {
    expect([...novelty([['a', 'b'], ['new'], []], 2, counts, 4)]).toEqual([
      (Math.log2(4 / 3) + 2) / 2,
      2, // as if one had taken it
      Number.NaN,
    ]);
    expect([...averagePopularity([['a', 'b'], ['new']], 2, counts)]).toEqual([2, 0]);
    // Of 5 interactions, a has 3 and b, the lower id of equals, makes it 80 %.
    expect([...tailShare([['a', 'b', 'c', 'new']], 4, counts)]).toEqual([1 / 2]);
    expect([...tailShare([['a', 'b', 'c', 'new']], 4, counts, 0.5)]).toEqual([3 / 4]);
  });

  it('the lift is 0 of what was taken before', () => {
    expect(popularityLift([['a'], ['a'], ['a'], ['b']], 1, [['a'], ['b'], ['b'], []], counts)).toBeCloseTo(
      (9 - 5) / 5,
      12,
    );
    expect(popularityLift([['b']], 1, [['b']])).toBe(0);
    refused(() => popularityLift([['a']], 1, histories), 'SHAPE_MISMATCH');
  });
});

describe('miscalibration', () => {
  const categories = new Map([
    ['a', ['war']],
    ['b', ['love']],
    ['c', ['war', 'love']],
  ]);

  it('is the divergence of Steck', () => {
    const histories = [['a', 'a', 'a', 'b'], ['a'], ['x'], ['c']];
    const lists = [['a', 'b'], ['b'], ['a'], ['a', 'b']];
    const values = miscalibration(lists, 2, { categories, histories });
    const q = (share: number, p: number) => 0.99 * share + 0.01 * p;
    expect(values[0]).toBeCloseTo(0.75 * Math.log(0.75 / q(0.5, 0.75)) + 0.25 * Math.log(0.25 / q(0.5, 0.25)), 12);
    expect(values[1]).toBeCloseTo(Math.log(100), 12);
    expect(values[2]).toBeNaN();
    expect(values[3]).toBe(0);
  });

  it('is never below 0, and larger with less smoothing', () => {
    fc.assert(
      fc.property(fewLists, fewLists, (lists, histories) => {
        const some = Array.from({ length: 8 }, (_, item) => [`g${item % 3}`, `g${item % 2}`]);
        const taken = lists.map((_, user) => histories[user % histories.length]!);
        const [rough, fine] = [0.1, 0.01].map((alpha) =>
          miscalibration(lists, 4, { categories: some, histories: taken, alpha }),
        );
        for (let user = 0; user < lists.length; user++) {
          if (Number.isNaN(fine![user]!)) continue;
          expect(rough![user]).toBeGreaterThanOrEqual(0);
          expect(fine![user]).toBeGreaterThanOrEqual(rough![user]! - 1e-12);
        }
      }),
    );
  });

  it('refuses what cannot be meant', () => {
    refused(() => miscalibration([['a']], 1, { categories, histories: [] }), 'SHAPE_MISMATCH');
    refused(() => miscalibration([['a']], 1, { categories, histories: [['a']], alpha: 1 }), 'INVALID_OPTION');
    refused(() => intraListDiversity([['a', 'b']], 2, { categories: null as never }), 'INVALID_OPTION');
    refused(() => intraListDiversity([['a', 'b']], 2, { categories: 'genre' as never }), 'INVALID_OPTION');
    refused(() => miscalibration([['a']], 1, { categories: 7 as never, histories: [['a']] }), 'INVALID_OPTION');
  });
});
