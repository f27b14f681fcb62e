import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparisonGroups, rank } from '../../src/ranking/index.js';
import { levelsOf, preferencesOf, randomOrders } from './random-orders.js';

test('groups are those of walks along wins, and along comparisons', () => {
  fc.assert(
    fc.property(randomOrders, (orders) => {
      const preferences = preferencesOf(orders);
      const n = preferences.names.length;
      const [wins, met] = [0, 1].map(() =>
        Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => i === j)),
      );
      for (let r = 0; r < orders.orders.length; r++) {
        const flat = levelsOf(preferences, r).flatMap((level, l) => level.map((item) => ({ item, l })));
        for (const a of flat) {
          for (const b of flat) {
            met![a.item]![b.item] = true;
            if (a.l < b.l) wins![a.item]![b.item] = true;
          }
        }
      }
      for (const reach of [wins!, met!]) {
        for (let k = 0; k < n; k++)
          for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) reach[i]![j] ||= reach[i]![k]! && reach[k]![j]!;
      }
      const { weak, strong } = comparisonGroups({ rankings: orders });
      const at = new Map(preferences.names.map((name, i) => [name, i]));
      const isTogether = (groups: readonly (readonly string[])[], i: number, j: number) =>
        groups.some((group) => group.includes(preferences.names[i]!) && group.includes(preferences.names[j]!));
      expect(weak.flat().sort()).toEqual([...preferences.names]);
      expect(strong.flat().sort()).toEqual([...preferences.names]);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          expect(isTogether(weak, i, j)).toBe(met![i]![j]);
          expect(isTogether(strong, i, j)).toBe(wins![i]![j]! && wins![j]![i]!);
        }
      }
      // Wins between groups go forward.
      for (const [g, group] of strong.entries()) {
        for (const later of strong.slice(g + 1)) expect(wins![at.get(later[0]!)!]![at.get(group[0]!)!]).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});

const apart = {
  comparisons: { winner: ['a', 'b', 'a', 'x', 'y', 'u'], loser: ['b', 'a', 'b', 'y', 'x', 'v'] },
};

test('groups that were never compared are refused by name, or ranked each in itself', async () => {
  const error = await rank(apart).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'NOT_COMPARABLE' });
  expect(String(error)).toContain('{a, b}; {u, v}; {x, y}');
  for (const method of ['elo', 'borda', 'kemeny', 'bradley-terry'] as const)
    await expect(rank(apart, { method })).rejects.toMatchObject({ code: 'NOT_COMPARABLE' });
  const found = await rank(apart, { disconnected: 'separate' });
  expect(found.contestants).toEqual(['a', 'b', 'u', 'v', 'x', 'y']);
  expect([...found.groups]).toEqual([0, 0, 1, 2, 3, 3]);
  expect([...found.ranks]).toEqual([1, 2, 1, 1, 1, 1]);
  expect(found.strengths[0]).toBeCloseTo(Math.log(2) / 2, 9);
  expect(found.strengths.every(Number.isFinite)).toBe(true);
  expect(found.remarks.join(' ')).toContain('{a, b}; {u, v}; {x, y}');
  const elo = await rank(apart, { method: 'elo', disconnected: 'separate' });
  expect([...elo.groups]).toEqual([0, 0, 1, 1, 2, 2]);
  const pulled = await rank(apart, { ridge: 0.1 });
  expect(pulled.numGroups).toBe(1);
  expect(pulled.remarks.join(' ')).toContain('ridge of 0.1');
});

test('wins that go one way are refused, since no strengths are finite', async () => {
  const oneWay = {
    rankings: {
      orders: [
        ['a', 'b', 'c'],
        ['b', 'a', 'c'],
      ],
    },
  };
  const error = await rank(oneWay).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'NOT_COMPARABLE' });
  expect(String(error)).toContain('those that won first: {a, b}; {c}');
  expect((await rank(oneWay, { method: 'kemeny' })).contestants[2]).toBe('c');
  expect((await rank(oneWay, { ridge: 0.01 })).strengths.every(Number.isFinite)).toBe(true);
});

test('ties alone, or more ties than wins in every circle, have no finite strengths', async () => {
  const winner = ['a', 'b', 'c'];
  const loser = ['b', 'c', 'a'];
  const method = 'bradley-terry' as const;
  const tied = (tie: boolean[]) => rank({ comparisons: { winner, loser, tie } }, { method });
  await expect(tied([true, true, true])).rejects.toMatchObject({ code: 'NOT_COMPARABLE' });
  await expect(tied([false, true, true])).rejects.toMatchObject({ code: 'NOT_COMPARABLE' });
  const found = await tied([false, false, true]);
  expect(found.strengths.every(Number.isFinite)).toBe(true);
  expect(found.contestants[0]).toBe('a');
});
