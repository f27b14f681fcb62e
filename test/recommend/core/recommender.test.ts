import { expect, test } from 'vitest';
import type { WeightedCsr } from '../../../src/core/index.js';
import { interactionsFrom, listsToArrow, Recommender, type Scorer } from '../../../src/recommend/index.js';
import { codeOf } from '../../support/code-of.js';

const catalogue = ['a', 'b', 'c', 'd', 'e', 'f'];
const train = interactionsFrom({ users: [1, 1, 2, 3, 3], items: ['a', 'b', 'a', 'c', 'a'], allItems: catalogue });

/** Everybody has the same scores. */
function recommenderWith(row: readonly number[], rest: Partial<Scorer> = {}): Recommender {
  const rows = (count: number) => Float32Array.from({ length: count * row.length }, (_, i) => row[i % row.length]!);
  const scorer: Scorer = {
    scoreUsers: (users) => rows(users.length),
    scoreHistories: (histories: WeightedCsr) => rows(histories.numRows),
    scoreSimilar: (items) => rows(items.length),
    state: () => ({}),
    ...rest,
  };
  return new Recommender({ name: 'fixed', settings: {}, seed: 0, train, scorer, report: {} });
}

test('ties go to the lower id, and NaN and -Infinity are never listed', () => {
  const fixed = recommenderWith([1, 5, 2, Number.NaN, 2, Number.NEGATIVE_INFINITY]);
  const [list] = fixed.recommend([2], { k: 9 });
  expect(list!.items).toEqual(['b', 'c', 'e']);
  expect([...list!.scores]).toEqual([5, 2, 2]);
  expect(list!).toMatchObject({ user: 2, by: 'fitted', seenLeftOut: 1, isShort: true });
  expect(fixed.similarItems(['b'], { k: 9 })[0]!.items).toEqual(['c', 'e', 'a']);
});

test('users come in the order asked for, known or not; "2" is 2', () => {
  const lists = recommenderWith([1, 2, 3, 4, 5, 6]).recommend(['2', 99, 1n], { k: 2 });
  expect(lists.map(({ user, by, items }) => [user, by, items])).toEqual([
    [2, 'fitted', ['f', 'e']],
    [99, 'popularity', ['a', 'b']],
    [1, 'fitted', ['f', 'e']],
  ]);
});

test('a list that is capped by category goes as deep as it must', () => {
  const scores = Array.from({ length: 6 }, (_, i) => 6 - i);
  const kinds = recommenderWith(scores).withItemColumns({
    ids: [...catalogue, 'unknown'],
    columns: { kind: ['x', 'x', 'x', ['x', 'y'], 'y', null, 'z'], price: [1, 2, 3, 4, 5, 6, 7] },
  });
  const ask = (filter: object, k = 3) => kinds.recommend([99], { k, filter, seen: true })[0]!.items;
  expect(ask({ perCategory: { column: 'kind', atMost: 1 } })).toEqual(['a', 'e', 'f']);
  expect(ask({ perCategory: { column: 'kind', atMost: 2 } }, 6)).toEqual(['a', 'b', 'e', 'f']);
  expect(ask({ where: { price: (price: number) => price > 3 } })).toEqual(['d', 'e', 'f']);
  expect(ask({ where: { kind: 'y', price: [4, 6] } })).toEqual(['d']);
  expect(ask({ allow: ['b', 'c', 'nope'], deny: ['c'] })).toEqual(['b']);
  expect(ask({ allow: [] })).toEqual([]);
});

test('wrong questions are refused', () => {
  const fixed = recommenderWith([1, 2, 3, 4, 5, 6]);
  expect(codeOf(() => fixed.recommend([1], { filter: { where: { kind: 'x' } } }))).toBe('UNKNOWN_COLUMN');
  expect(codeOf(() => fixed.recommend([1], { filter: { only: ['a'] } as never }))).toBe('INVALID_OPTION');
  expect(codeOf(() => fixed.recommend([1], { k: 0 }))).toBe('INVALID_OPTION');
  expect(codeOf(() => fixed.recommend(1 as never))).toBe('INVALID_OPTION');
  expect(codeOf(() => fixed.recommend([null as never]))).toBe('NULL_VALUE');
  expect(codeOf(() => fixed.recommendFor(['a'], { strengths: [0] }))).toBe('INVALID_WEIGHT');
  expect(codeOf(() => fixed.recommendFor(['a'], { strengths: [1, 2] }))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => fixed.withHistory(1, ['nope']))).toBe('UNKNOWN_ID');
  expect(codeOf(() => fixed.rankedItems(Int32Array.of(3), 2))).toBe('INDEX_OUT_OF_RANGE');
  expect(codeOf(() => fixed.rankedItems(Int32Array.of(0), 0))).toBe('INVALID_OPTION');
  expect(codeOf(() => fixed.withItemColumns({ ids: ['a'], columns: { kind: [] } }))).toBe('SHAPE_MISMATCH');
  expect(codeOf(() => fixed.withItemColumns({ ids: ['a'], columns: { kind: [{}] as never } }))).toBe('WRONG_DTYPE');
});

test('scores that are inner products are searched with the same answer as all of them at once', () => {
  const items = Float32Array.of(1, 0, 0, 1, 2, 1, -1, 3, 0.5, 0.5, 2, 1);
  const users = Float32Array.of(1, 0, 0, 1, 1, 1);
  const product = (vectors: Float32Array) => {
    const scores = new Float32Array((vectors.length / 2) * 6);
    for (let u = 0; u < vectors.length / 2; u++) {
      for (let i = 0; i < 6; i++)
        scores[u * 6 + i] = vectors[2 * u]! * items[2 * i]! + vectors[2 * u + 1]! * items[2 * i + 1]!;
    }
    return scores;
  };
  const vectorsOf = (numbers: Int32Array) =>
    Float32Array.from([...numbers].flatMap((n) => [users[2 * n]!, users[2 * n + 1]!]));
  const dense = recommenderWith([0, 0, 0, 0, 0, 0], { scoreUsers: (numbers) => product(vectorsOf(numbers)) });
  const searched = recommenderWith([0, 0, 0, 0, 0, 0], { factors: { width: 2, users, items } });
  for (const seen of [true, false]) {
    expect(searched.recommend([1, 2, 3], { k: 9, seen })).toEqual(dense.recommend([1, 2, 3], { k: 9, seen }));
  }
});

test('lists as a table', () => {
  const fixed = recommenderWith([1, 2, 3, 4, 5, 6]);
  const table = listsToArrow(fixed.recommend([1, 99], { k: 2 }));
  expect(table.toArray().map((row) => row.toJSON())).toEqual([
    { user: 1, rank: 1, item: 'f', score: 6, by: 'fitted' },
    { user: 1, rank: 2, item: 'e', score: 5, by: 'fitted' },
    { user: 99, rank: 1, item: 'a', score: 3, by: 'popularity' },
    { user: 99, rank: 2, item: 'b', score: 1, by: 'popularity' },
  ]);
  const own = listsToArrow([fixed.recommendFor(['a'], { k: 1 })]);
  expect(own.toArray().map((row) => row.toJSON())).toEqual([
    { user: null, rank: 1, item: 'f', score: 6, by: 'folded-in' },
  ]);
  expect(listsToArrow([]).numRows).toBe(0);
});

test('places beyond the catalogue take no memory', () => {
  const fixed = recommenderWith([1, 2, 3, 4, 5, 6]);
  const shown = { k: 2 ** 40 };
  expect(
    fixed.recommend([2, 99], shown).map(({ items, scores, isShort }) => [items.length, scores.length, isShort]),
  ).toEqual([
    [5, 5, true],
    [6, 6, true],
  ]);
  expect(fixed.recommendFor(['a'], shown).items).toHaveLength(5);
  expect(fixed.similarItems(['a', 'b'], shown).map(({ items }) => items.length)).toEqual([5, 5]);
  const kinds = fixed.withItemColumns({ ids: ['a', 'b'], columns: { kind: ['x', 'x'] } });
  const filter = { perCategory: { column: 'kind', atMost: 1 } };
  expect(kinds.recommend([99], { ...shown, filter })[0]!.items).toHaveLength(5);
});

test('strengths fit into float32, and ids of a table of items are ids', () => {
  const fixed = recommenderWith([1, 2, 3, 4, 5, 6]);
  for (const strength of [1e300, 1e-300]) {
    expect(codeOf(() => fixed.recommendFor(['a'], { strengths: [strength] }))).toBe('INVALID_WEIGHT');
    expect(codeOf(() => fixed.withHistory(1, ['b'], [strength]))).toBe('INVALID_WEIGHT');
  }
  expect(codeOf(() => fixed.withHistory(1, ['b', 'b'], [3e38, 3e38]))).toBe('INVALID_WEIGHT');
  const column = (id: unknown) => () => fixed.withItemColumns({ ids: [id as string], columns: { kind: ['x'] } });
  expect([null, undefined, {}, true].map((id) => codeOf(column(id)))).toEqual([
    ...['NULL_VALUE', 'NULL_VALUE', 'WRONG_DTYPE', 'WRONG_DTYPE'],
  ]);
  expect(codeOf(column(''))).toBeUndefined();
  // A saved recommender could not be opened again: JSON has no infinity.
  expect(codeOf(() => fixed.withHistory(Number.POSITIVE_INFINITY, ['b']))).toBe('WRONG_DTYPE');
});
