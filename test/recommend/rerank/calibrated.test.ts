import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrated, miscalibration, rerank } from '../../../src/recommend/index.js';
import { greedyCalibration } from './references.js';

const names = ['war', 'love', 'farce'];

describe('calibrated', () => {
  it('shows the mix of the history', async () => {
    // Seven of war before, three of love; the scores would show war alone.
    const items = Array.from({ length: 20 }, (_, i) => i);
    const categories = items.map((item) => (item < 10 ? 'war' : 'love'));
    const history = [0, 1, 2, 3, 4, 5, 6, 10, 11, 12];
    const given = [{ items, scores: items.map((item) => 20 - item) }];
    const stage = calibrated({ categories, histories: [history], lambda: 0.99 });
    const { lists, stages } = await rerank(given, [stage], { k: 10 });
    const shown = lists[0]!.items.map((item) => categories[item as number]);
    expect(shown.filter((name) => name === 'love').length).toBe(3);
    expect(miscalibration([lists[0]!.items], 10, { categories, histories: [history] })[0]).toBeCloseTo(0, 12);
    expect(stages[0]!.effect).toMatch(/before, 0\.000 after$/);
    expect(lists[0]!.moves[0]).toMatchObject({ item: 10, fromRank: 11, stage: 'calibrated' });
    expect(lists[0]!.moves[0]!.why).toMatch(/^love is 30 % of the history and with it \d+ % of the list$/);
  });

  it('is greedy as in its definition', async () => {
    const input = fc.record({
      categories: fc.array(fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 }), { minLength: 2, maxLength: 8 }),
      history: fc.array(fc.nat(7), { minLength: 1, maxLength: 6 }),
      lambda: fc.double({ min: 0, max: 1, noNaN: true }),
      k: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ categories, history, lambda, k }) => {
        const taken = history.map((item) => item % categories.length);
        fc.pre(taken.some((item) => categories[item]!.length > 0));
        const items = [...categories.keys()];
        // Powers of two: no two sums are equal but for rounding.
        const scores = items.map((item) => 2 ** -item);
        const stage = calibrated({ categories, histories: [taken], lambda });
        const { lists } = await rerank([{ items, scores }], [stage], { k });
        const expected = greedyCalibration(categories, taken, scores, { lambda, alpha: 0.01 }, k);
        expect(lists[0]!.items).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves lists alone of whose history nothing is known, and says so', async () => {
    const stage = calibrated({ categories: new Map([['a', 'war']]), histories: [['x'], ['a']] });
    const given = [{ items: ['b', 'a'] }, { items: ['b', 'a'] }];
    const { lists } = await rerank(given, [stage]);
    expect(lists.map(({ items }) => items[0])).toEqual(['b', 'a']);
    expect(lists[0]!.remarks[0]).toMatch(/^calibrated: /);
    expect(lists[1]!.remarks).toEqual([]);
  });

  it('refuses what cannot be meant', async () => {
    const stage = calibrated({ categories: [], histories: [] });
    await expect(rerank([{ items: ['a'] }], [stage])).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
    expect(() => calibrated({ categories: [], histories: [], lambda: -1 })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});
