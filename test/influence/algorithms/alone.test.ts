import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  campaignInfluence,
  constrainedInfluence,
  estimateSpread,
  exactSpread,
  hist,
  imm,
  networkFromEdges,
  opimC,
  seedsForSpread,
  simulateSpread,
  targetRoots,
  typeQuotas,
} from '../../../src/influence/index.js';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import { reachesOthers } from '../../../src/influence/network/reaches-others.js';
import { uniformRoots } from '../../../src/influence/network/roots.js';

const edgeless = (numNodes: number, change: Partial<DiffusionNetwork> = {}): DiffusionNetwork => ({
  ...networkFromEdges({ numNodes, source: new Int32Array(0), target: new Int32Array(0) }),
  ...change,
});
const exact = { sets: 0, rounds: 0 };

describe('many nodes that reach nobody are answered without sets', () => {
  const n = 100_000;
  const chain = {
    numNodes: n,
    source: Int32Array.from({ length: 99 }, (_, v) => v),
    target: Int32Array.from({ length: 99 }, (_, v) => v + 1),
  };
  const loops = Int32Array.from({ length: 99 }, (_, v) => v);
  const certain = networkFromEdges(chain);
  it.each<[string, DiffusionNetwork]>([
    ['no edges', edgeless(n)],
    ['edges that never carry', networkFromEdges(chain, { name: '', kind: 'constant', probability: 0 })],
    ['self loops', networkFromEdges({ numNodes: n, source: loops, target: loops })],
    ['no hops', { ...certain, maxHops: 0 }],
    ['delays beyond the time there is', { ...certain, rules: [{ ...certain.rules[0]!, delay: 3 }], maxTime: 2 }],
  ])('%s', async (_, network) => {
    for (const algorithm of [opimC, hist, imm]) {
      const { seeds, gains, spread, certificate } = await algorithm(network, { k: 2, given: Int32Array.of(0) });
      expect([[...seeds], [...gains], spread]).toEqual([[1, 2], [1, 1], 3]);
      expect(certificate).toMatchObject({ sigmaLow: 3, sigmaHigh: 3, ratio: 1, ...exact });
    }
    const costs = new Float64Array(n).fill(2);
    const within = await constrainedInfluence(network, { costs, budget: 5 });
    expect([[...within.seeds], within.spread, within.cost]).toEqual([[0, 1], 2, 4]);
    expect(within.certificate).toMatchObject({ sigmaLow: 2, sigmaHigh: 2.5, ...exact });
    const goal = await seedsForSpread(network, { spread: 3.5 });
    expect([[...goal.seeds], goal.spread, goal.cost]).toEqual([[0, 1, 2, 3], 4, 4]);
    expect(goal.certificate).toMatchObject({ sigmaLow: 4, minCost: 4, ratio: 1, ...exact });
    expect(await estimateSpread(network, [3, 4, 3])).toEqual({ spread: 2, low: 2, high: 2, sets: 0 });
  });
});

describe('nothing that may be chosen: an empty answer, and no other is better', () => {
  const source = new Int32Array(200_000);
  const star = networkFromEdges({ numNodes: 200_001, source, target: source.map((_, i) => i + 1) });
  const nobody = new Uint8Array(star.numNodes);
  const costs = new Float64Array(star.numNodes).fill(1);
  it.each([
    ['k of 0', { k: 0 }],
    ['quotas of 0', { quotas: typeQuotas(star, { node: 0 }) }],
    ['a budget of 0', { costs, budget: 0 }],
    ['no candidates', { k: 3, candidates: nobody }],
  ])('%s', async (_, options) => {
    const { seeds, spread, cost, certificate } = await constrainedInfluence(star, options);
    expect([seeds.length, spread, cost]).toEqual([0, 0, 0]);
    expect(certificate).toMatchObject({ sigmaLow: 0, sigmaHigh: 0, ratio: 1, ...exact });
  });
  it('campaigns', async () => {
    const answer = await campaignInfluence([
      { network: star, k: 0 },
      { network: star, k: 2, candidates: nobody },
    ]);
    expect(answer.campaigns.map(({ seeds, spread }) => [seeds.length, spread])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(answer.certificate).toMatchObject({ ratio: 1, ...exact });
  });
  it('a wanted spread', async () => {
    const none = seedsForSpread(star, { spread: 1, candidates: nobody });
    await expect(none).rejects.toMatchObject({ code: 'SPREAD_UNREACHABLE' });
  });
});

const smallNetwork = fc
  .record({
    numNodes: fc.integer({ min: 1, max: 6 }),
    ends: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 7 }),
    probability: fc.constantFrom(0, 0.5),
    maxHops: fc.constantFrom(undefined, 0, 1, 2),
    maxTime: fc.constantFrom(undefined, 0, 1, 4),
    delay: fc.constantFrom(1, 2),
  })
  .map(({ numNodes, ends, probability, maxHops, maxTime, delay }): DiffusionNetwork => {
    const [source, target] = [0, 1].map((i) => Int32Array.from(ends, (pair) => pair[i]! % numNodes));
    const edges = { numNodes, source: source!, target: target! };
    return {
      ...networkFromEdges(edges, { name: '', kind: 'constant', probability, delay }),
      ...(maxHops === undefined ? {} : { maxHops }),
      ...(maxTime === undefined ? {} : { maxTime }),
    };
  });

it('nodes that lead on nowhere reach themselves alone', () => {
  let alone = 0;
  fc.assert(
    fc.property(
      smallNetwork,
      fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
      fc.nat(),
      (network, counts, at) => {
        const seed = at % network.numNodes;
        const listed = [...counts.keys()].filter((v) => counts[v] && v < network.numNodes);
        const roots = listed.length > 0 ? targetRoots(network, listed) : uniformRoots(network.numNodes);
        const weights = Float64Array.from({ length: network.numNodes }, (_, v) =>
          listed.length === 0 || counts[v] ? 1 : 0,
        );
        const marks = new Uint8Array(network.numNodes).fill(1, seed, seed + 1);
        const spread = exactSpread(network, [seed], { weights });
        const leads = reachesOthers(network, marks, roots);
        if (spread > weights[seed]! + 1e-9) expect(leads).toBe(true);
        if (leads) return;
        alone++;
        expect(spread).toBeCloseTo(weights[seed]!, 9);
      },
    ),
    { numRuns: 500 },
  );
  expect(alone).toBeGreaterThan(50);
});

it('within limits as good as any choice, where all are alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(0, 1, 2, 3.5), { minLength: 6, maxLength: 6 }).filter((w) => w.some((x) => x > 0)),
      fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 6, maxLength: 6 }),
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: 0, max: 3 }),
      fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined }),
      async (weight, costs, k, quota, budget) => {
        const types = [
          { name: 'a', start: 0, count: 3 },
          { name: 'b', start: 3, count: 3 },
        ];
        const network = edgeless(6, { types });
        const roots = targetRoots(network, { a: { weight: weight.slice(0, 3) }, b: { weight: weight.slice(3) } });
        const quotas = typeQuotas(network, { b: quota });
        const priced = budget === undefined ? {} : { costs, budget };
        const { spread, cost, seeds, certificate } = await constrainedInfluence(network, {
          k,
          quotas,
          roots,
          ...priced,
        });
        const sumOf = (values: readonly number[], set: readonly number[]) =>
          set.reduce((sum, v) => sum + values[v]!, 0);
        let best = 0;
        let cheapest = Number.POSITIVE_INFINITY;
        const wanted = sumOf(weight, [...weight.keys()]) / 2;
        for (let mask = 0; mask < 64; mask++) {
          const set = weight.map((_, v) => v).filter((v) => mask & (1 << v));
          const reached = sumOf(weight, set);
          if (reached >= wanted) cheapest = Math.min(cheapest, sumOf(costs, set));
          const isAllowed = set.length <= k && set.filter((v) => v >= 3).length <= quota;
          if (isAllowed && (budget === undefined || sumOf(costs, set) <= budget)) best = Math.max(best, reached);
        }
        expect(spread).toBeCloseTo(sumOf(weight, [...seeds]), 6);
        expect(certificate.sigmaHigh).toBeGreaterThan(best - 1e-6);
        if (budget === undefined) expect(spread).toBeCloseTo(best, 6);
        else expect([cost <= budget, spread >= best / 2 - 1e-6]).toEqual([true, true]);
        const goal = await seedsForSpread(network, { spread: wanted, roots, costs });
        expect(goal.spread).toBeGreaterThan(wanted - 1e-6);
        expect(goal.certificate.minCost).toBeLessThan(cheapest + 1e-6);
        expect(goal.cost).toBeGreaterThanOrEqual(cheapest);
      },
    ),
    { numRuns: 200 },
  );
});

it('forward simulation agrees on what does not carry', async () => {
  const edges = { numNodes: 3, source: Int32Array.of(0, 1), target: Int32Array.of(1, 2) };
  const network = networkFromEdges(edges, { name: '', kind: 'constant', probability: 0 });
  expect((await simulateSpread(network, [0, 2])).mean).toBe(2);
});
