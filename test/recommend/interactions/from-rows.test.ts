import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interactionsFrom, interactionsLike } from '../../../src/recommend/index.js';
import { codeOf } from '../../support/code-of.js';

test('ids are numbered in their order, numbers before texts; rows of a pair are one', () => {
  const { users, items, matrix, times } = interactionsFrom({
    users: ['b', 10, 'b', 9, 'a'],
    items: ['y', 'x', 'y', 'z', 'x'],
    weights: [1, 2, 0.5, 4, 3],
    times: [5, 1, 7, new Date(2), 3],
  });
  expect([0, 1, 2, 3].map((n) => users.idOf(n))).toEqual([9, 10, 'a', 'b']);
  expect([0, 1, 2].map((n) => items.idOf(n))).toEqual(['x', 'y', 'z']);
  expect(users.indexOf('10')).toBe(1);
  expect([...matrix.indptr]).toEqual([0, 1, 2, 3, 4]);
  expect([...matrix.indices]).toEqual([2, 0, 0, 1]);
  expect([...matrix.values]).toEqual([4, 2, 3, 1.5]);
  expect([...times!]).toEqual([2, 1, 3, 7]);
});

test('the order of rows never matters', () => {
  const row = fc.tuple(
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: 0, max: 5 }),
    fc.double({ min: 0.01, max: 9, noNaN: true }),
  );
  const of = (rows: readonly (readonly [number, number, number])[]) =>
    interactionsFrom({
      users: rows.map(([u]) => u),
      items: rows.map(([, i]) => `i${i}`),
      weights: rows.map(([, , w]) => w),
    });
  fc.assert(
    fc.property(
      fc
        .array(row, { maxLength: 30 })
        .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
      ([rows, shuffled]) => {
        expect(of(shuffled).matrix).toEqual(of(rows).matrix);
        const sums = new Map<string, number>();
        for (const [u, i, w] of rows) sums.set(`${u} ${i}`, (sums.get(`${u} ${i}`) ?? 0) + w);
        expect(of(rows).matrix.indices.length).toBe(sums.size);
      },
    ),
  );
});

test('atLeast makes purchases of ratings, and users and items without any stay', () => {
  const liked = interactionsFrom({
    users: [1, 1, 2, 1],
    items: [7, 8, 7, 7],
    weights: [5, 1, Number.NaN, 4],
    atLeast: 4,
  });
  expect([liked.users.size, liked.items.size]).toEqual([2, 2]);
  expect([...liked.matrix.values]).toEqual([2]);
});

test('later rows are numbered like earlier ones', () => {
  const first = interactionsFrom({ users: [1, 2], items: ['a', 'b'], allItems: ['c', 'a'] });
  expect(first.items.size).toBe(3);
  const later = interactionsLike(first, { users: [2], items: ['c'] });
  expect([...later.matrix.indices]).toEqual([2]);
  expect(codeOf(() => interactionsLike(first, { users: [3], items: ['c'] }))).toBe('UNKNOWN_ID');
});

test.each([
  ['no id', { users: [null], items: [1] }, 'NULL_VALUE'],
  ['a blank id', { users: ['a', ' '], items: [1, 2] }, 'NULL_VALUE'],
  ['an object as id', { users: [{}], items: [1] }, 'WRONG_DTYPE'],
  ['unlike lengths', { users: [1], items: [] }, 'SHAPE_MISMATCH'],
  ['too few weights', { users: [1, 2], items: [1, 2], weights: [1] }, 'SHAPE_MISMATCH'],
  ['a weight of 0', { users: [1], items: [1], weights: [0] }, 'INVALID_WEIGHT'],
  ['a missing weight', { users: [1], items: [1], weights: [Number.NaN] }, 'INVALID_WEIGHT'],
  ['weights beyond float32', { users: [1, 1], items: [1, 1], weights: [3e38, 3e38] }, 'INVALID_WEIGHT'],
  ['a missing time', { users: [1], items: [1], times: [Number.NaN] }, 'MISSING_TIME'],
  ['atLeast without weights', { users: [1], items: [1], atLeast: 1 }, 'INVALID_OPTION'],
  ['an unknown name', { users: [1], items: [1], weight: [1] }, 'INVALID_OPTION'],
])('%s is refused', (_, rows, code) => {
  expect(codeOf(() => interactionsFrom(rows as never))).toBe(code);
});
