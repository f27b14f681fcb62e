import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposure, rerank } from '../../../src/recommend/index.js';

const providers = (item: string | number) => String(item)[0];
const big = Array.from({ length: 8 }, (_, i) => `b${i}`);
const list = { items: [...big, 's0', 's1', 's2'] };
const placesOf = (items: readonly (string | number)[], name: string) =>
  items.filter((item) => providers(item) === name).length;

describe('exposure', () => {
  it('gives at least a share, in every beginning of the list', async () => {
    const { lists, stages } = await rerank([list], [exposure({ providers, atLeast: { s: 0.3 } })]);
    expect(lists[0]!.items).toEqual(['b0', 'b1', 'b2', 's0', 'b3', 'b4', 's1', 'b5', 'b6', 's2']);
    expect(lists[0]!.moves.map(({ item, toRank }) => [item, toRank])).toEqual([
      ['s0', 4],
      ['s1', 7],
      ['s2', 10],
    ]);
    expect(lists[0]!.moves[0]!.why).toContain('s is due: 0 of 3 places so far, at least 30 % wanted');
    expect(lists[0]!.remarks).toEqual([]);
    expect(stages[0]!.effect).toBe('share of the first 10 places: s 20.0 % before, 30.0 % after');
  });

  it('gives at most a share, to one provider or to each', async () => {
    const { lists } = await rerank([list], [exposure({ providers, atMost: { b: 0.5 } })], { k: 4 });
    expect(lists[0]!.items).toEqual(['b0', 's0', 'b1', 's1']);
    expect(lists[0]!.moves[0]!.why).toContain('b has all that is allowed of 2 places');
    const each = await rerank([list], [exposure({ providers, atMost: 0.5 })], { k: 4 });
    expect(each.lists[0]!.items).toEqual(['b0', 's0', 'b1', 's1']);
  });

  it('remarks what candidates do not allow', async () => {
    const { lists } = await rerank(
      [{ items: ['b0', 'b1', 's0', 'b2'] }],
      [exposure({ providers, atLeast: { s: 0.9 } })],
    );
    expect(lists[0]!.items).toEqual(['b0', 's0', 'b1', 'b2']);
    expect(lists[0]!.remarks[0]).toContain('the share of s is not kept');
    const few = await rerank([{ items: ['b0', 'b1'] }], [exposure({ providers, atMost: { b: 0.5 } })]);
    expect(few.lists[0]).toMatchObject({ items: ['b0', 'b1'] });
    expect(few.lists[0]!.remarks[0]).toContain('the share of b is not kept');
  });

  it('holds at the end wherever candidates allow it, and changes nothing without need', async () => {
    const input = fc.record({
      items: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 }),
      shares: fc.record({ a: fc.nat(5), b: fc.nat(5) }),
      k: fc.integer({ min: 1, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(input, async ({ items, shares, k }) => {
        const atLeast = { a: shares.a / 10, b: shares.b / 10 };
        const given = { items: items.map((name, i) => `${name}${i}`) };
        const { lists } = await rerank([given], [exposure({ providers, atLeast })], { k });
        const places = Math.min(k, items.length);
        expect(lists[0]!.items.length).toBe(places);
        let isKept = true;
        for (const name of ['a', 'b'] as const) {
          const wanted = Math.floor((shares[name] * places) / 10);
          const possible = Math.min(wanted, items.filter((each) => each === name).length);
          expect(placesOf(lists[0]!.items, name)).toBeGreaterThanOrEqual(possible);
          if (possible < wanted) isKept = false;
        }
        expect(lists[0]!.remarks.length).toBe(isKept ? 0 : 1);
        const none = await rerank([given], [exposure({ providers, atLeast: {} })], { k });
        expect(none.lists[0]!.items).toEqual(given.items.slice(0, k));
      }),
      { numRuns: 300 },
    );
  });

  it('counts all lists together where that is asked for', async () => {
    const lists = [{ items: ['s0', 's1', 'b0', 'b1'] }, { items: ['b0', 'b1', 's0', 's1'] }];
    const each = await rerank(lists, [exposure({ providers, atLeast: { s: 0.5 } })], { k: 2 });
    expect(each.lists.map(({ items }) => items)).toEqual([
      ['s0', 's1'],
      ['b0', 's0'],
    ]);
    const all = await rerank(lists, [exposure({ providers, atLeast: { s: 0.5 }, within: 'all' })], { k: 2 });
    expect(all.lists.map(({ items }) => items)).toEqual([
      ['s0', 's1'],
      ['b0', 'b1'],
    ]);
  });

  it('refuses what cannot be meant', () => {
    const refused = (options: object) =>
      expect(() => exposure({ providers, ...options })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    refused({ atLeast: { a: 0.6, b: 0.5 } });
    refused({ atLeast: { a: 0.6 }, atMost: { a: 0.5 } });
    refused({ atLeast: { a: 0.6 }, atMost: 0.5 });
    refused({ atLeast: { a: 2 } });
    refused({ atMost: -1 });
    refused({ providers: 7 });
  });
});
