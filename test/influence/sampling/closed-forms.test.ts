import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { networkFromEdges } from '../../../src/influence/network/from-edges.js';
import type { DiffusionNetwork } from '../../../src/influence/network/network.js';
import { uniformRoots } from '../../../src/influence/network/roots.js';
import { RrSets } from '../../../src/influence/sampling/rr-sets.js';
import { nodesOfSet } from '../../../src/influence/sampling/set-store.js';
import { ExactSpread } from '../../../src/influence/simulation/exact-spread.js';
import { certain, smallNetworks } from '../networks.js';

async function setsOf(network: DiffusionNetwork, count: number): Promise<RrSets> {
  const sets = new RrSets(network, uniformRoots(network.numNodes), { seed: 4, pool: 'forms' });
  await sets.grow(count);
  return sets;
}

/** The spread that sets show is this one, within six standard errors. */
function expectSpread(sets: RrSets, seeds: number[], spread: number): void {
  const share = spread / sets.roots.weight;
  const hits = sets.numCovered(Int32Array.from(seeds)) / sets.size;
  expect(Math.abs(hits - share)).toBeLessThan(6 * Math.sqrt((share * (1 - share)) / sets.size) + 1e-8);
}

/** Whoever reaches a node over the in-edges of a network. */
function ancestors({ edgeStarts, sources }: DiffusionNetwork, root: number): number[] {
  const found = new Set([root]);
  for (const v of found) for (let e = edgeStarts[v]!; e < edgeStarts[v + 1]!; e++) found.add(sources[e]!);
  return [...found].sort((a, b) => a - b);
}

describe('spread that sets show', () => {
  it('of a path is the sum of powers', async () => {
    const [n, p] = [9, 0.6];
    const source = Int32Array.from({ length: n - 1 }, (_, i) => i);
    const network = networkFromEdges(
      { numNodes: n, source, target: source.map((v) => v + 1) },
      { ...certain, probability: p },
    );
    const sets = await setsOf(network, 60_000);
    for (let from = 0; from < n; from++) expectSpread(sets, [from], (1 - p ** (n - from)) / (1 - p));
  });

  it('of a hub is 1 + d p, of two disjoint stars the sum', async () => {
    const [large, small, p] = [30, 12, 0.2];
    const source = Int32Array.from({ length: large + small }, (_, i) => (i < large ? 0 : 1));
    const target = Int32Array.from({ length: large + small }, (_, i) => i + 2);
    const network = networkFromEdges({ numNodes: 2 + large + small, source, target }, { ...certain, probability: p });
    const sets = await setsOf(network, 60_000);
    expectSpread(sets, [0], 1 + large * p);
    expectSpread(sets, [1], 1 + small * p);
    expectSpread(sets, [0, 1], 2 + (large + small) * p);
    expectSpread(sets, [0, 2], 1 + (large - 1) * p + 1);
  });

  it('is, over all nodes, the mean size of the sets', async () => {
    const networks = smallNetworks({ minNodes: 2, maxNodes: 8, maxEdges: 16, acceptance: true });
    await fc.assert(
      fc.asyncProperty(networks, async (network) => {
        const sets = await setsOf(network, 8000);
        const exact = new ExactSpread(network);
        let mean = 0;
        for (let v = 0; v < network.numNodes; v++) mean += exact.spread([v]) / network.numNodes;
        // A size is in [1, N]: its deviation is N / 2 at most.
        const error = network.numNodes / 2 / Math.sqrt(sets.size);
        expect(Math.abs(sets.numMembers / sets.size - mean)).toBeLessThan(5 * error);
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('is reachability where all edges are certain, and where linear threshold has one in-edge each', async () => {
    const stream = new RandomStream(3, 'edges');
    const n = 60;
    const draw = (count: number) => Int32Array.from({ length: count }, () => stream.nextInt(n));
    const graphs = [
      networkFromEdges({ numNodes: n, source: draw(80), target: draw(80) }, certain),
      networkFromEdges({ numNodes: n, source: draw(n), target: stream.permutation(n) }, undefined, 'lt'),
    ];
    for (const network of graphs) {
      const view = (await setsOf(network, 300)).view();
      for (let i = 0; i < view.size; i++) {
        const nodes = [...nodesOfSet(view, i)];
        expect(nodes.slice().sort((a, b) => a - b)).toEqual(ancestors(network, nodes[0]!));
      }
    }
  });
});
