import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import { listedRoots, uniformRoots, weightedRoots } from '../../../src/influence/network/roots.js';
import { RrSets } from '../../../src/influence/sampling/rr-sets.js';
import { ExactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { bothLimits, smallNetworks, subsets, triggerNetwork } from '../networks.js';

const run = { seed: 5, numRuns: 25 };

/** Sets of all kinds of roots show the exact spread of every seed set of one or two nodes, within six standard errors. */
async function expectExact(network: DiffusionNetwork, exact: DiffusionNetwork = network): Promise<void> {
  const n = network.numNodes;
  const listed = Int32Array.of(0, n - 1);
  const weights = Float64Array.from({ length: n }, (_, v) => (v % 3) + 0.5);
  const kinds = [
    { roots: uniformRoots(n), weights: undefined },
    { roots: weightedRoots(weights), weights },
    { roots: listedRoots(listed.subarray(0, Math.min(n, 2))), weights: weights.map((_, v) => +listed.includes(v)) },
  ];
  for (const { roots, weights } of kinds) {
    const sets = new RrSets(network, roots, { seed: 2, pool: 'exact' });
    await sets.grow(4000);
    const oracle = new ExactSpread(exact, { weights });
    for (const seeds of subsets([...Array(n).keys()], 2)) {
      const share = oracle.spread(seeds) / roots.weight;
      const error = Math.sqrt(Math.max(0, share * (1 - share)) / sets.size);
      expect(Math.abs(sets.numCovered(Int32Array.from(seeds)) / sets.size - share)).toBeLessThan(6 * error + 1e-6);
    }
    sets.dispose();
  }
}

describe('sets show the exact spread', () => {
  it.each([
    ['ic', {}],
    ['ic', { acceptance: true }],
    ['ic', { maxHops: true }],
    ['ic', { acceptance: true, maxHops: true }],
    ['lt', {}],
    ['lt', { acceptance: true, maxHops: true }],
  ] as const)('%s %j', async (model, limits) => {
    const networks = smallNetworks({ minNodes: 2, maxNodes: 7, maxEdges: 14, model, ...limits });
    await fc.assert(
      fc.asyncProperty(networks, (network) => expectExact(network)),
      run,
    );
  });

  it.each([
    ['ic', { maxTime: true }],
    ['ic', { maxTime: true, maxHops: true, acceptance: true }],
    ['lt', { maxTime: true, maxHops: true, acceptance: true }],
  ] as const)('with delays: %s %j', async (model, limits) => {
    const networks = smallNetworks({ minNodes: 2, maxNodes: 5, maxEdges: 8, model, ...limits });
    await fc.assert(
      fc.asyncProperty(networks, (network) => expectExact(network)),
      run,
    );
  });

  it('with a path that keeps both limits, though a quicker one has too many edges', async () => {
    await expectExact(
      bothLimits([
        [0, 1, 'quick'],
        [1, 2, 'quick'],
        [2, 3, 'quick'],
        [1, 3, 'slow'],
      ]),
    );
  });

  it('of trigger callbacks', async () => {
    const { network, ic } = triggerNetwork();
    await expectExact(network, ic);
    await expectExact({ ...network, maxTime: 2 }, { ...ic, maxHops: 2 });
  });
});
