import fc from 'fast-check';
import { connectedComponents, stronglyConnectedComponents } from 'graphology-components';
import { density } from 'graphology-metrics/graph/density.js';
import { describe, expect, it } from 'vitest';
import { type GraphComponents, strongComponents, weakComponents } from '../../../src/analytics/index.js';
import { describeGraph } from '../../../src/graph/index.js';
import { byKey, randomPeer } from '../graphology.js';

/** Parts as sets of keys, in an order of their own. */
function parts({ components, numComponents }: GraphComponents): string[] {
  const groups = Array.from({ length: numComponents }, () => [] as string[]);
  for (const [key, part] of Object.entries(byKey(components))) groups[part]!.push(key);
  return sorted(groups);
}

function sorted(groups: readonly (readonly string[])[]): string[] {
  return groups.map((group) => [...group].sort().join(' ')).sort();
}

describe('graphology 0.26 agrees on', () => {
  it('components, weak and strong', async () => {
    await fc.assert(
      fc.asyncProperty(randomPeer({ maxNodes: 14 }), async (make) => {
        const { peer, graph, isDirected } = await make();
        expect(parts(await weakComponents(graph))).toEqual(sorted(connectedComponents(peer)));
        if (isDirected) expect(parts(await strongComponents(graph))).toEqual(sorted(stronglyConnectedComponents(peer)));
      }),
      { numRuns: 500 },
    );
  });

  // It leaves out the pairs of a node with itself; the density of a relation here is the share of all pairs of its two types.
  it('density, but for the pairs of a node with itself', async () => {
    await fc.assert(
      fc.asyncProperty(randomPeer({ isDirected: true }), async (make) => {
        const { peer, graph } = await make();
        if (peer.order < 2 || peer.size === 0) return;
        const [edges] = describeGraph(graph).edges;
        expect(edges!.density * peer.order).toBeCloseTo(density(peer) * (peer.order - 1), 10);
      }),
      { numRuns: 500 },
    );
  });
});
