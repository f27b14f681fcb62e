import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOneGo } from '../../../src/core/index.js';
import { CoverState, indexSets } from '../../../src/influence/coverage/cover-state.js';
import { LazyQueue } from '../../../src/influence/coverage/lazy-queue.js';
import { Allowance, type Limits, maxSeeds } from '../../../src/influence/coverage/limits.js';
import { maxGain } from '../../../src/influence/coverage/max-gain.js';
import { minConvex } from '../../../src/influence/coverage/min-convex.js';
import { orderNodes } from '../../../src/influence/coverage/order-nodes.js';
import { prefixCoverage } from '../../../src/influence/coverage/prefix-coverage.js';
import { selectConstrained } from '../../../src/influence/coverage/select-constrained.js';
import { sumOfLargest } from '../../../src/influence/coverage/sum-of-largest.js';
import { keeps, randomLimits } from '../limits.js';
import { subsets } from '../networks.js';
import { setsFromLists } from '../sets-from-lists.js';
import { selectGreedyReference } from './select-greedy-reference.js';

const n = 7;
const nodes = [...Array(n).keys()];
const lists = fc.array(fc.uniqueArray(fc.nat(n - 1), { maxLength: 4 }), { maxLength: 25 });
const candidates = fc.array(fc.nat(3), { minLength: n, maxLength: n }).map((x) => Uint8Array.from(x, (i) => +(i > 0)));
const given = fc.option(fc.constant(Int32Array.of(3)), { nil: undefined });
const run = { seed: 2, numRuns: 300 };

const coverOf = (sets: number[][], seeds: readonly number[]) =>
  sets.filter((set) => set.some((v) => seeds.includes(v))).length;

/** Greedy by counting anew, a key for every node that still may be taken. */
function plainGreedy(
  sets: number[][],
  limits: Limits,
  allowed: Uint8Array,
  before: readonly number[],
  keyOf: (gain: number, v: number) => number,
): number[] {
  const [seeds, dropped]: [number[], number[]] = [[], []];
  for (;;) {
    const now = coverOf(sets, [...before, ...seeds]);
    const keys = nodes.map((v) => {
      const gain = allowed[v] ? coverOf(sets, [...before, ...seeds, v]) - now : 0;
      return gain > 0 && !dropped.includes(v) ? keyOf(gain, v) : 0;
    });
    const best = keys.indexOf(Math.max(...keys));
    if (!(keys[best]! > 0)) return seeds;
    if (keeps([...seeds, best], limits)) seeds.push(best);
    else dropped.push(best);
  }
}

describe('selection within limits', () => {
  it.each([
    ['k', { k: true }, 1 - 1 / Math.E],
    ['quotas', { quotas: true }, 1 / 2],
    ['k and quotas', { k: true, quotas: true }, 1 / 2],
    ['a budget', { costs: true }, (1 - 1 / Math.E) / 2],
    ['all', { k: true, quotas: true, costs: true }, 0],
  ] as const)('%s: the plain greedy, above its guarantee, below its bound', (_, kinds, guarantee) => {
    fc.assert(
      fc.property(lists, randomLimits(n, kinds), candidates, given, (sets, limits, allowed, before) => {
        const options = { candidates: allowed, ...(before && { given: before }) };
        const answer = inOneGo(selectConstrained(setsFromLists(sets), n, limits, options));
        const there = [...(before ?? [])];
        const byGain = plainGreedy(sets, limits, allowed, there, (gain) => gain);
        const byRatio = limits.costs
          ? plainGreedy(sets, limits, allowed, there, (g, v) => g / limits.costs![v]!)
          : byGain;
        const value = (seeds: readonly number[]) => coverOf(sets, [...there, ...seeds]);
        expect([...answer.seeds]).toEqual(value(byRatio) > value(byGain) ? byRatio : byGain);
        expect(answer.covered).toBe(value([...answer.seeds]));
        expect(answer.before).toBe(value([]));
        expect(answer.gains.reduce((a, b) => a + b, answer.before)).toBe(answer.covered);
        expect(answer.cost).toBeCloseTo(limits.costs ? answer.seeds.reduce((a, v) => a + limits.costs![v]!, 0) : 0, 9);
        const feasible = subsets(
          nodes.filter((v) => allowed[v]),
          n,
        ).filter((seeds) => keeps(seeds, limits));
        const best = Math.max(...feasible.map(value));
        expect(answer.upper).toBeGreaterThanOrEqual(best - 1e-9);
        expect(answer.covered - answer.before).toBeGreaterThanOrEqual(guarantee * (best - answer.before) - 1e-9);
        expect(maxSeeds(limits, n)).toBeGreaterThanOrEqual(Math.max(...feasible.map((seeds) => seeds.length)));
      }),
      run,
    );
  });

  it('with k alone takes the seeds of the greedy that knows no limits, and its bound at worst a little above', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 4 }), (sets, k) => {
        const plain = selectGreedyReference(setsFromLists(sets), n, k);
        const answer = inOneGo(selectConstrained(setsFromLists(sets), n, { k }));
        expect([...answer.seeds]).toEqual([...plain.seeds]);
        expect(answer.upper).toBeGreaterThanOrEqual(plain.upper);
      }),
      run,
    );
  });

  it('bounds sums of gains by the best allowed ones; without a budget it is they', () => {
    const gains = fc.array(fc.nat(20), { minLength: n, maxLength: n });
    fc.assert(
      fc.property(gains, randomLimits(n, { k: true, quotas: true, costs: true }), (gain, limits) => {
        const sum = (seeds: readonly number[]) => seeds.reduce((total, v) => total + gain[v]!, 0);
        const most = (l: Limits) =>
          Math.max(
            ...subsets(nodes, n)
              .filter((s) => keeps(s, l))
              .map(sum),
          );
        expect(maxGain(Int32Array.from(gain), limits)).toBeGreaterThanOrEqual(most(limits) - 1e-9);
        const { k, quotas, costs, budget } = limits;
        expect(maxGain(Int32Array.from(gain), { k, quotas })).toBe(most({ k, quotas }));
        // The fractional knapsack is at most the best whole one and one more item.
        const largest = Math.max(0, ...nodes.filter((v) => costs![v]! <= budget!).map((v) => gain[v]!));
        expect(maxGain(Int32Array.from(gain), { costs, budget })).toBeLessThan(
          most({ costs, budget }) + largest + 1e-6,
        );
      }),
      run,
    );
  });
});

describe('an order that covers', () => {
  it('bounds the cost of every cover', () => {
    const costs = fc.option(fc.array(fc.nat(5), { minLength: n, maxLength: n }), { nil: undefined });
    fc.assert(
      fc.property(lists, costs, fc.integer({ min: 1, max: 20 }), given, (sets, costs, target, before) => {
        const there = [...(before ?? [])];
        const order = inOneGo(orderNodes(setsFromLists(sets), n, target, costs, before ? { given: before } : {}));
        const costOf = (seeds: readonly number[]) => seeds.reduce((sum, v) => sum + (costs?.[v] ?? 1), 0);
        const covers = subsets(nodes, n).filter((seeds) => coverOf(sets, [...there, ...seeds]) >= target);
        const least = Math.min(...covers.map(costOf));
        expect(order.minCost).toBeLessThanOrEqual(least + 1e-9);
        expect(order.minCost === Number.POSITIVE_INFINITY).toBe(covers.length === 0);
        expect(order.covered).toBe(coverOf(sets, [...there, ...nodes]));
        const hits = inOneGo(prefixCoverage(setsFromLists(sets), n, order.nodes, before));
        const wanted = Array.from({ length: order.nodes.length + 1 }, (_, i) =>
          coverOf(sets, [...there, ...order.nodes.subarray(0, i)]),
        );
        expect([...hits]).toEqual(wanted);
      }),
      run,
    );
  });
});

describe('parts of selection', () => {
  it('sums the largest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 })), fc.nat(12), (values, k) => {
        const sorted = [...values].sort((a, b) => b - a).slice(0, k);
        const array = Float64Array.from(values);
        expect(sumOfLargest(array, k)).toEqual({ sum: sorted.reduce((a, b) => a + b, 0), count: sorted.length });
        expect([...array.subarray(0, sorted.length)].sort((a, b) => b - a)).toEqual(sorted);
      }),
      run,
    );
  });
  it('finds the least of a convex function', () => {
    expect(minConvex((x) => Math.abs(x - 2) + 1, 7)).toBeCloseTo(1, 6);
    expect(minConvex((x) => 3 - x, 3)).toBe(0);
    expect(minConvex((x) => x, 0)).toBe(0);
  });
  it('queues by keys that fall', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1 }), fc.array(fc.nat(9)), (keys, falls) => {
        const now = [...keys];
        const there = new Set(now.keys());
        const queue = new LazyQueue(now.length, (v) => now[v]!);
        for (const fall of [...falls, ...keys]) {
          const best = [...there].filter((v) => now[v]! > 0).sort((a, b) => now[b]! - now[a]! || a - b)[0] ?? -1;
          expect(queue.peek()).toBe(best);
          if (best < 0) break;
          queue.drop();
          there.delete(best);
          const other = fall % now.length;
          now[other] = Math.max(0, now[other]! - 1 - (fall >> 1));
        }
      }),
      run,
    );
  });
  it('counts what a node would cover', () => {
    fc.assert(
      fc.property(lists, fc.array(fc.nat(n - 1), { maxLength: 4 }), (sets, seeds) => {
        const coverage = new CoverState(inOneGo(indexSets(setsFromLists(sets), n)));
        for (const v of seeds) coverage.cover(v);
        expect(coverage.numCovered).toBe(coverOf(sets, seeds));
        expect([...coverage.gain]).toEqual(nodes.map((v) => coverOf(sets, [...seeds, v]) - coverOf(sets, seeds)));
      }),
      run,
    );
  });
  it('keeps an allowance', () => {
    const left = new Allowance({ k: 2, costs: [1, 2, 3], budget: 4 });
    left.take(0);
    expect([left.fits(1), left.fits(2), left.spent]).toEqual([true, true, 1]);
    left.take(2);
    expect([left.fits(1), left.spent]).toEqual([false, 4]);
  });
});
