import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximalMarginalRelevance, type RerankStage, rerank } from '../../../src/recommend/index.js';
import { greedyMarginalRelevance } from './references.js';

const plain = [{ items: ['a', 'b', 'c', 'd'], scores: [4, 3, 2, 1] }];
const reverse: RerankStage = {
  name: 'reverse',
  order: (lists) =>
    lists.map(({ items }) => ({ first: [...items.keys()].reverse(), why: (place) => `now ${place + 1}` })),
};
/** Puts the item at a place first. */
const pick = (from: number): RerankStage => ({
  name: `pick ${from}`,
  order: (lists) => lists.map(() => ({ first: [from], why: () => 'asked for' })),
});
const refused = (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code });

describe('the chain', () => {
  it('cuts lists at k and keeps scores with their items', async () => {
    const { lists, stages } = await rerank(plain, [], { k: 3 });
    expect(lists).toEqual([{ items: ['a', 'b', 'c'], scores: Float64Array.of(4, 3, 2), moves: [], remarks: [] }]);
    expect(stages).toEqual([]);
    const { lists: turned } = await rerank(plain, [reverse], { k: 2 });
    expect(turned[0]!.items).toEqual(['d', 'c']);
    expect([...turned[0]!.scores]).toEqual([1, 2]);
  });

  it('tells what was moved up, by which stage, and why', async () => {
    const { lists, stages } = await rerank([{ ...plain[0]!, user: 'ann' }], [pick(3), pick(2)], { k: 3 });
    expect(lists[0]).toMatchObject({ user: 'ann', items: ['b', 'd', 'a'] });
    expect(lists[0]!.moves).toEqual([
      { stage: 'pick 3', item: 'd', fromRank: 4, toRank: 1, why: 'asked for' },
      { stage: 'pick 2', item: 'b', fromRank: 3, toRank: 1, why: 'asked for' },
    ]);
    expect(stages).toEqual([
      { name: 'pick 3', changed: 1 },
      { name: 'pick 2', changed: 1 },
    ]);
  });

  it('gives a later stage the order of the one before as relevance', async () => {
    const seen: (readonly number[])[] = [];
    const look: RerankStage = {
      name: 'look',
      order: (lists) =>
        lists.map(({ items, relevance }) => {
          seen.push([...relevance], items as never);
          return { first: [], why: () => '' };
        }),
    };
    await rerank([{ items: ['a', 'b', 'c'], scores: [10, 4, 2] }], [look, reverse, look]);
    expect(seen).toEqual([
      [1, 0.25, 0],
      ['a', 'b', 'c'],
      [1, 0.25, 0],
      ['c', 'b', 'a'],
    ]);
    // Relevance alone, after a stage: its order stays.
    const { lists } = await rerank(plain, [reverse, maximalMarginalRelevance({ lambda: 1, similarity: () => 0 })]);
    expect(lists[0]!.items).toEqual(['d', 'c', 'b', 'a']);
  });

  it('takes lists without scores, without items, and of equal scores', async () => {
    const { lists } = await rerank(
      [{ items: ['a', 'b'] }, { items: [] }, { items: [1, 2], scores: Float32Array.of(3, 3) }],
      [maximalMarginalRelevance({ similarity: () => 0.5 })],
    );
    expect(lists.map(({ items }) => items)).toEqual([['a', 'b'], [], [1, 2]]);
    expect((await rerank([], [reverse])).lists).toEqual([]);
  });

  it('is shown as text, HTML and JSON', async () => {
    const result = await rerank([{ ...plain[0]!, user: 'ann' }], [pick(3)], { k: 2 });
    expect(String(result)).toContain('moves in the list of ann');
    expect(JSON.parse(JSON.stringify(result)).lists[0]).toMatchObject({ items: ['d', 'a'], scores: [1, 4] });
    const display = (result as unknown as Record<symbol, () => Record<string, string>>)[
      Symbol.for('Jupyter.display')
    ]!();
    expect(display['text/html']).toContain('<table>');
  });

  it('refuses what cannot be meant', async () => {
    await refused(rerank([{ items: ['a', 'a'] }], []), 'DUPLICATE_ID');
    await refused(rerank([{ items: ['a'], scores: [1, 2] }], []), 'SHAPE_MISMATCH');
    await refused(rerank([{ items: ['a'], scores: [Number.NaN] }], []), 'NON_FINITE');
    await refused(rerank(plain, [], { k: 0 }), 'INVALID_OPTION');
    await refused(rerank(plain, [{ name: 'x' } as never]), 'INVALID_OPTION');
    await refused(rerank(plain, [pick(4)]), 'INDEX_OUT_OF_RANGE');
    const controller = new AbortController();
    controller.abort();
    await refused(rerank(plain, [reverse], { signal: controller.signal }), 'ABORTED');
  });
});

describe('maximal marginal relevance', () => {
  const categories = new Map([
    ['a', 'war'],
    ['b', 'war'],
    ['c', 'love'],
    ['d', 'love'],
  ]);

  it('brings in what differs from the items before', async () => {
    const { lists, stages } = await rerank(plain, [maximalMarginalRelevance({ categories, lambda: 0.5 })], { k: 2 });
    // b: 0.5 * 2/3 - 0.5 * 1 < c: 0.5 * 1/3.
    expect(lists[0]!.items).toEqual(['a', 'c']);
    expect(lists[0]!.moves).toMatchObject([{ item: 'c', fromRank: 3, toRank: 2 }]);
    expect(lists[0]!.moves[0]!.why).toContain('0.00 (a)');
    expect(stages[0]!.effect).toBe('mean diversity of the first 2: 0.000 before, 1.000 after');
    const { lists: same } = await rerank(plain, [maximalMarginalRelevance({ categories, lambda: 1 })]);
    expect(same[0]).toMatchObject({ items: ['a', 'b', 'c', 'd'], moves: [] });
  });

  it('is greedy as in its definition', async () => {
    const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 2, maxLength: 2 });
    const input = fc.record({
      vectors: fc.array(vector, { minLength: 1, maxLength: 8 }),
      lambda: fc.double({ min: 0, max: 1, noNaN: true }),
      k: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ vectors, lambda, k }) => {
        const items = [...vectors.keys()];
        const scores = items.map((item) => 1 / (1 + item));
        const { lists } = await rerank([{ items, scores }], [maximalMarginalRelevance({ vectors, lambda })], { k });
        expect(lists[0]!.items).toEqual(greedyMarginalRelevance(vectors, scores, lambda, k));
      }),
      { numRuns: 200 },
    );
  });

  it('stops between two lists', async () => {
    const controller = new AbortController();
    const similarity = () => {
      controller.abort();
      const until = performance.now() + 60;
      while (performance.now() < until);
      return 0;
    };
    const two = [{ items: ['a', 'b'] }, { items: ['a', 'b'] }];
    const call = rerank(two, [maximalMarginalRelevance({ similarity })], { signal: controller.signal });
    await refused(call, 'ABORTED');
  });

  it('refuses what cannot be meant', () => {
    const thrown = (run: () => unknown) => expect(run).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    thrown(() => maximalMarginalRelevance({}));
    thrown(() => maximalMarginalRelevance({ categories, lambda: 2 }));
    thrown(() => maximalMarginalRelevance({ categories, weight: 1 } as never));
  });
});

it('what is no number is refused, and the largest numbers keep their order', async () => {
  const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY];
  for (const bad of [nan, inf]) {
    const vectors = new Map([
      ['a', [bad, 1]],
      ['b', [1, 1]],
    ]);
    await refused(rerank(plain, [maximalMarginalRelevance({ vectors })]), 'NON_FINITE');
    await refused(rerank(plain, [maximalMarginalRelevance({ similarity: () => bad })]), 'NON_FINITE');
  }
  await refused(rerank([{ items: ['a'], scores: null as never }], []), 'INVALID_OPTION');
  const none = (answer: unknown): RerankStage => ({ name: 'none', order: () => answer as never });
  await refused(rerank(plain, [none([])]), 'SHAPE_MISMATCH');
  await refused(rerank(plain, [none(null)]), 'INVALID_OPTION');
  const wide = [{ items: ['a', 'b', 'c'], scores: [1e308, 0, -1e308] }];
  const { lists } = await rerank(wide, [maximalMarginalRelevance({ categories: { z: 'x' } })]);
  expect(lists[0]!.items).toEqual(['a', 'b', 'c']);
});
