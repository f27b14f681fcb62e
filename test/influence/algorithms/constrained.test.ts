import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constrainedInfluence } from '../../../src/influence/algorithms/constrained-influence.js';
import { opimC } from '../../../src/influence/algorithms/opim-c.js';
import { seedsForSpread } from '../../../src/influence/algorithms/seeds-for-spread.js';
import { maxSeeds } from '../../../src/influence/coverage/limits.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import { uniformRoots, weightedRoots } from '../../../src/influence/network/roots.js';
import type { SeedAnswer } from '../../../src/influence/proof/certificate.js';
import { type Best, bestSpread } from '../best-spread.js';
import { randomLimits } from '../limits.js';
import { smallNetworks, subsets } from '../networks.js';

/** So unlikely to fail that no test does: a few hundred certificates at 1e-9 each. */
const delta = 1e-9;
const run = { seed: 3, numRuns: 40 };
const GREEDY = 1 - 1 / Math.E;
const shape = { minNodes: 4, maxNodes: 12, maxEdges: 24 };

/** The certificate holds, and the seeds are as near to the best as it says and as was promised. */
function expectHolds(answer: SeedAnswer, { spread: best, oracle }: Best, ratio: number, given: number[] = []): void {
  const spread = oracle.spread([...given, ...answer.seeds]);
  const { certificate } = answer;
  expect(certificate.sigmaLow).toBeLessThanOrEqual(spread + 1e-6);
  expect(certificate.sigmaHigh).toBeGreaterThanOrEqual(best - 1e-6);
  expect(spread).toBeGreaterThanOrEqual(certificate.ratio * best - 1e-6);
  expect(spread).toBeGreaterThanOrEqual(ratio * best - 1e-6);
}

describe('against brute force', () => {
  it.each([
    ['linear threshold', { ...shape, model: 'lt' }],
    [
      'linear threshold with acceptance and a limit of hops',
      { ...shape, model: 'lt', acceptance: true, maxHops: true },
    ],
    ['typed independent cascade with acceptance', { ...shape, acceptance: true }],
    ['typed independent cascade with acceptance and a limit of hops', { ...shape, acceptance: true, maxHops: true }],
  ] as const)('%s: OPIM-C within 1 - 1/e - epsilon', async (_, of) => {
    await fc.assert(
      fc.asyncProperty(smallNetworks(of), fc.integer({ min: 1, max: 3 }), fc.nat(99), async (network, k, seed) => {
        const answer = await opimC(network, { k, delta, seed });
        expect(answer.certificate.ratio).toBeGreaterThanOrEqual(GREEDY - 0.1);
        expectHolds(answer, bestSpread(network, { k }, { size: k }), GREEDY - 0.1);
      }),
      run,
    );
  });

  it('target weights: within 1 - 1/e - epsilon', async () => {
    const weights = fc
      .array(fc.nat(3), { minLength: 12, maxLength: 12 })
      .filter((all) => all.slice(0, 4).some((w) => w > 0));
    await fc.assert(
      fc.asyncProperty(smallNetworks(shape), weights, fc.integer({ min: 1, max: 3 }), async (network, all, k) => {
        const weights = Float64Array.from(all.slice(0, network.numNodes));
        const roots = weightedRoots(weights);
        const best = bestSpread(network, { k }, { size: k, weights });
        expectHolds(await opimC(network, { k, delta, roots }), best, GREEDY - 0.1);
        expectHolds(await constrainedInfluence(network, { k, delta, roots }), best, GREEDY - 0.1);
      }),
      run,
    );
  });

  it.each([
    ['quotas', { quotas: true }, 1 / 2 - 0.1],
    ['k and quotas', { k: true, quotas: true }, 1 / 2 - 0.1],
    ['a budget', { costs: true }, GREEDY / 2 - 0.1],
    ['all', { k: true, quotas: true, costs: true }, 0],
  ] as const)('%s', async (_, kinds, ratio) => {
    for (const model of ['ic', 'lt'] as const) {
      const cases = smallNetworks({ ...shape, model, acceptance: true }).chain((network) =>
        fc.tuple(fc.constant(network), randomLimits(network.numNodes, kinds), fc.boolean()),
      );
      await fc.assert(
        fc.asyncProperty(cases, async ([network, limits, seeded]) => {
          const given = seeded ? [0] : [];
          const best = bestSpread(network, limits, { size: maxSeeds(limits, network.numNodes), given });
          const options = seeded ? { given: Int32Array.of(0) } : {};
          const answer = await constrainedInfluence(network, { ...limits, ...options, delta, maxSets: 1 << 17 });
          expectHolds(answer, best, ratio, given);
        }),
        { ...run, numRuns: 25 },
      );
    }
  });

  it('cheap seeds for a wanted spread', async () => {
    const costs = fc.option(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 9, maxLength: 9 }), {
      nil: undefined,
    });
    await fc.assert(
      fc.asyncProperty(
        smallNetworks({ ...shape, maxNodes: 9 }),
        costs,
        fc.integer({ min: 1, max: 8 }),
        async (network, all, tenths) => {
          const n = network.numNodes;
          const costs = all?.slice(0, n);
          const spread = (n * tenths) / 10;
          const answer = await seedsForSpread(network, { spread, costs, delta, maxSets: 1 << 18 });
          const { oracle } = bestSpread(network, { k: 0 });
          const costOf = (seeds: readonly number[]) => seeds.reduce((sum, v) => sum + (costs?.[v] ?? 1), 0);
          const enough = subsets([...Array(n).keys()], n).filter((seeds) => oracle.spread(seeds) >= spread);
          const least = Math.min(...enough.map(costOf));
          expect(oracle.spread(answer.seeds)).toBeGreaterThanOrEqual(spread);
          expect(answer.certificate.sigmaLow).toBeGreaterThanOrEqual(spread);
          expect(answer.certificate.minCost).toBeLessThanOrEqual(least + 1e-6);
          expect(answer.cost).toBe(costOf([...answer.seeds]));
          // Wolsey's bound, with room for what sampling blurs.
          expect(answer.cost).toBeLessThanOrEqual(least * (1 + Math.log(n)) + 4);
        },
      ),
      run,
    );
  });

  it('says when a spread is out of reach', async () => {
    // 0 reaches 2 for certain.
    const network = networkFromEdges({ numNodes: 6, source: Int32Array.of(0), target: Int32Array.of(2) });
    const candidates = Uint8Array.of(1, 1, 0, 0, 0, 0);
    const goal = { candidates, delta, roots: uniformRoots(6) };
    expect([...(await seedsForSpread(network, { ...goal, spread: 2.9 })).seeds].sort()).toEqual([0, 1]);
    await expect(seedsForSpread(network, { ...goal, spread: 7 })).rejects.toMatchObject({ code: 'SPREAD_UNREACHABLE' });
    await expect(seedsForSpread(network, { ...goal, spread: 4 })).rejects.toMatchObject({ code: 'SPREAD_UNREACHABLE' });
    const few = { ...goal, spread: 3, maxSets: 2000 };
    await expect(seedsForSpread(network, few)).rejects.toMatchObject({ code: 'SPREAD_NOT_CERTIFIED' });
    await expect(seedsForSpread(network, { ...goal, spread: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  });
});
