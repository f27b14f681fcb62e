import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RankingInput, rank } from '../../src/ranking/index.js';
import { exactOrder } from '../../src/ranking/methods/kemeny/exact-order.js';
import { localOrder } from '../../src/ranking/methods/kemeny/local-order.js';
import { levelsOf, preferencesOf, randomOrders } from './random-orders.js';

const orders = ['abc', 'bca', 'cabd', 'da', 'bd', 'ac', 'abdc'].map((text) => [...text]);
const pairs = ['ab', 'bc', 'ca', 'ab', 'ac', 'bd', 'dc', 'da', 'bc'];
const comparisons = { winner: pairs.map((pair) => pair[0]!), loser: pairs.map((pair) => pair[1]!) };

async function strengthsOf(input: RankingInput, options: object = {}) {
  const { contestants, strengths } = await rank(input, { intervals: 'none', ...options });
  return Object.fromEntries(contestants.map((name, i) => [name, strengths[i]!]));
}

function expectNear(found: Record<string, number>, wanted: readonly number[], digits = 6): void {
  expect(Object.keys(found).sort()).toEqual(['a', 'b', 'c', 'd']);
  for (const [i, value] of wanted.entries()) expect(found['abcd'[i]!]).toBeCloseTo(value, digits);
}

// choix (Maystre, PyPI, November 2026): opt_rankings and opt_pairwise by Newton-CG with tol 1e-14, to about six digits; alpha is a ridge of twice its size.
test('Plackett-Luce and Bradley-Terry have the strengths of choix', async () => {
  expectNear(await strengthsOf({ rankings: { orders } }), [0.42162431, 0.58526698, -0.55662718, -0.4502641], 5);
  expectNear(await strengthsOf({ comparisons }), [0.25040702, 0.25040702, -1.07596121, 0.57514717], 5);
  expectNear(
    await strengthsOf({ comparisons }, { method: 'bradley-terry' }),
    [0.25040702, 0.25040702, -1.07596121, 0.57514717],
    5,
  );
  const pulled = await strengthsOf({ rankings: { orders } }, { ridge: 1 });
  expectNear(pulled, [0.28349723, 0.42376077, -0.39209452, -0.31516351], 5);
});

test('two contestants by hand: log odds, and the share of ties', async () => {
  const winner = ['a', 'a', 'a', 'b', 'a', 'b'];
  const loser = ['b', 'b', 'b', 'a', 'b', 'a'];
  const tie = [0, 0, 0, 0, 1, 1];
  const found = await rank({ comparisons: { winner, loser, tie } }, { method: 'bradley-terry' });
  // Three wins, one loss, two ties: probabilities are the shares 3/6, 1/6 and 2/6.
  expect(found.strengths[0]! - found.strengths[1]!).toBeCloseTo(Math.log(3), 9);
  const share = 2 / Math.sqrt(3);
  expect(found.remarks.join(' ')).toContain((share / (2 + share)).toFixed(3));
  // Ties say nothing to a choice: three wins to one.
  const chosen = await rank({ comparisons: { winner, loser, tie } }, { intervals: 'information' });
  expect(chosen.strengths[0]! - chosen.strengths[1]!).toBeCloseTo(Math.log(3), 9);
  // Of 4 choices with 3 to 1 the variance of the log odds is 1 / 3 + 1; that of half of it a quarter.
  expect(chosen.high![0]! - chosen.strengths[0]!).toBeCloseTo((1.959963985 * Math.sqrt(4 / 3)) / 2, 6);
});

test('right and wrong are conditional Rasch: of two, who alone was right', async () => {
  const contestant = ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'];
  const task = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5];
  const value = [1, 0, 1, 0, 0, 1, 1, 1, 0, 0];
  const found = await rank({ measurements: { contestant, task, value } });
  expect(found.contestants).toEqual(['a', 'b']);
  expect(found.strengths[0]! - found.strengths[1]!).toBeCloseTo(Math.log(2), 9);
});

test("Borda's means are those of a plain loop", async () => {
  await fc.assert(
    fc.asyncProperty(randomOrders, async (given) => {
      const preferences = preferencesOf(given);
      const [sums, totals] = [preferences.names.map(() => 0), preferences.names.map(() => 0)];
      for (let r = 0; r < preferences.weights.length; r++) {
        const levels = levelsOf(preferences, r);
        const size = levels.flat().length;
        for (const [l, level] of levels.entries()) {
          const below = levels.slice(l + 1).flat().length + (level.length - 1) / 2;
          for (const item of level) {
            sums[item]! += (preferences.weights[r]! * below) / (size - 1);
            totals[item]! += preferences.weights[r]!;
          }
        }
      }
      const found = await rank({ rankings: given }, { method: 'borda', intervals: 'none', disconnected: 'separate' });
      for (const [i, name] of preferences.names.entries()) {
        expect(found.strengths[found.contestants.indexOf(name)]).toBeCloseTo(sums[i]! / totals[i]!, 12);
      }
    }),
    { numRuns: 50 },
  );
});

test("Elo's points as the rows stand, and their mean over random orders", async () => {
  const points = new Map([...'abcd'].map((name) => [name, 1500]));
  for (const [winner, loser] of pairs) {
    const expected = 1 / (1 + 10 ** ((points.get(loser!)! - points.get(winner!)!) / 400));
    points.set(winner!, points.get(winner!)! + 20 * (1 - expected));
    points.set(loser!, points.get(loser!)! - 20 * (1 - expected));
  }
  const given = await strengthsOf({ comparisons }, { method: 'elo', elo: { order: 'given', k: 20 } });
  expectNear(
    given,
    [...'abcd'].map((name) => points.get(name)!),
    9,
  );
  const rows = [...pairs.keys()].reverse();
  const reversed = { winner: rows.map((r) => comparisons.winner[r]!), loser: rows.map((r) => comparisons.loser[r]!) };
  const method = 'elo' as const;
  expect(await strengthsOf({ comparisons: reversed }, { method, elo: { order: 'given', k: 20 } })).not.toEqual(given);
  const mean = await strengthsOf({ comparisons }, { method });
  expect(await strengthsOf({ comparisons: reversed }, { method })).toEqual(mean);
  expect(await strengthsOf({ comparisons }, { method, seed: 2 })).not.toEqual(mean);
  const many = await strengthsOf({ comparisons }, { method, elo: { shuffles: 3000 } });
  for (const name of 'abcd') expect(Math.abs(mean[name]! - many[name]!)).toBeLessThan(3);
});

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((first) => permutations(of.filter((x) => x !== first)).map((rest) => [first, ...rest]));
}

test("Kemeny's order is the best of all permutations, and local search is never better", async () => {
  await fc.assert(
    fc.asyncProperty(randomOrders, async (given) => {
      const { names, ...rest } = preferencesOf(given);
      const n = names.length;
      const above = new Float64Array(n * n);
      for (let r = 0; r < rest.weights.length; r++) {
        const levels = levelsOf({ names, ...rest }, r);
        for (const [l, level] of levels.entries()) {
          for (const i of level) for (const j of levels.slice(l + 1).flat()) above[i * n + j]! += rest.weights[r]!;
        }
      }
      const costOf = (order: readonly number[]) =>
        order.reduce((sum, i, at) => sum + order.slice(at + 1).reduce((own, j) => own + above[j * n + i]!, 0), 0);
      const all = permutations([...names.keys()]);
      const least = Math.min(...all.map(costOf));
      const exact = exactOrder(above, n);
      expect(costOf(exact.order)).toBe(least);
      expect(exact.numBest).toBe(all.filter((order) => costOf(order) === least).length);
      expect(exact.order).toEqual(all.find((order) => costOf(order) === least));
      expect(costOf(localOrder(above, n))).toBeGreaterThanOrEqual(least);
      // In parts, where majorities go in no circle.
      const found = await rank({ rankings: given }, { method: 'kemeny', disconnected: 'separate' });
      if (found.numGroups === 1) {
        expect(costOf(found.contestants.map((name) => names.indexOf(name)))).toBeCloseTo(least, 9);
      }
    }),
    { numRuns: 60 },
  );
});

test('a circle that is too large for Kemeny is refused, and searched where that is asked for', async () => {
  const n = 19;
  const names = Array.from({ length: n }, (_, i) => `c${String(i).padStart(2, '0')}`);
  const circle = names.map((_, i) => [...names.slice(i), ...names.slice(0, i)]);
  const input = { rankings: { orders: circle } };
  await expect(rank(input, { method: 'kemeny' })).rejects.toMatchObject({ code: 'TOO_LARGE' });
  const found = await rank(input, { method: 'kemeny', kemeny: { search: 'local' } });
  // All turns of the circle are as good.
  const first = names.indexOf(found.contestants[0]!);
  expect(found.contestants).toEqual(circle[first]);
  expect(found.remarks.join(' ')).toContain('local search');
});
