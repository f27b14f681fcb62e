import fc from 'fast-check';
import * as theirs from 'graphology-metrics/centrality/index.js';
import { weightedOutboundDegree } from 'graphology-metrics/node/weighted-degree.js';
import { describe, expect, it } from 'vitest';
import {
  betweenness,
  closeness,
  degree,
  eigenvector,
  hits,
  type NodeValues,
  pageRank,
  strength,
} from '../../../src/analytics/index.js';
import { byKey, type Peer as PeerGraph, type PeerOptions, randomPeer } from '../graphology.js';

/** Compares on random graphs, taken through the adapter. */
async function agree(options: PeerOptions, compare: (each: PeerGraph) => Promise<void>, numRuns = 300): Promise<void> {
  await fc.assert(
    fc.asyncProperty(randomPeer(options), async (make) => {
      const each = await make();
      // Without nodes it fails.
      if (each.peer.order > 0) await compare(each);
    }),
    { numRuns },
  );
}

function same(found: NodeValues, expected: Record<string, number>, digits = 8): void {
  const own = byKey(found);
  expect(Object.keys(own)).toEqual(Object.keys(expected));
  for (const [key, value] of Object.entries(expected)) expect(own[key]).toBeCloseTo(value, digits);
}

describe('graphology 0.26 agrees on', () => {
  // Undirected self loops give its last node an entry too many, which weighs 0 / 0 where that node is isolated.
  it('PageRank, with weights, parallel edges and directed loops', async () => {
    for (const kind of [{ isDirected: true }, { isDirected: false, selfLoops: false }]) {
      await agree(kind, async ({ peer, graph, options }) => {
        const { scores } = await pageRank(graph, { ...options, tolerance: 1e-13, damping: 0.8 });
        const settings = { getEdgeWeight: 'weight', alpha: 0.8, tolerance: 1e-12, maxIterations: 1000 };
        same(scores, theirs.pagerank(peer, settings));
      });
    }
  });

  // It divides by the largest score, here by the sum, which it does at the end.
  it('hubs and authorities, of graphs without parallel edges', async () => {
    await agree({ parallel: false }, async ({ peer, graph, options }) => {
      if (peer.size === 0) return;
      const { hubs, authorities, hasConverged } = await hits(graph, { ...options, tolerance: 1e-13 });
      if (!hasConverged) return;
      const expected = theirs.hits(peer, { tolerance: 1e-12, maxIterations: 5000 });
      same(hubs, expected.hubs, 6);
      same(authorities, expected.authorities, 6);
    });
  });

  // Both iterate A + I from equal scores, so that they meet where several scores would do; scores that fall to 0 do so slowly.
  it('eigenvector centrality', async () => {
    await agree({}, async ({ peer, graph, isDirected, options }) => {
      const { scores, hasConverged } = await eigenvector(graph, { ...options, tolerance: 1e-12, maxIterations: 5000 });
      if (!hasConverged || (isDirected && Math.min(...scores.values) < 1e-3)) return;
      same(scores, theirs.eigenvector(peer, { tolerance: 1e-12, maxIterations: 10_000 }), 6);
    });
  });

  // Its closeness leaves out how many nodes are reached unless it is asked. Undirected self loops give its last node a neighbour too many.
  it('closeness', async () => {
    await agree({ selfLoops: false, parallel: false }, async ({ peer, graph, options: { direction } }) => {
      for (const wassermanFaust of [true, false]) {
        const { scores } = await closeness(graph, { direction, wassermanFaust });
        same(scores, theirs.closeness(peer, { wassermanFaust }));
      }
    });
  });

  // With parallel edges it counts each as a shortest path of its own; here they are one step. Both pairs of nodes count without directions, which
  // `normalized: false` halves in both.
  it('betweenness, with and without weights, of graphs without parallel edges', async () => {
    await agree({ selfLoops: false, parallel: false }, async ({ peer, graph, options }) => {
      for (const normalized of [true, false]) {
        const { scores } = await betweenness(graph, { direction: options.direction, normalized });
        same(scores, theirs.betweenness(peer, { getEdgeWeight: null, normalized }));
        const weighted = await betweenness(graph, { ...options, normalized });
        same(weighted.scores, theirs.betweenness(peer, { normalized }));
      }
    });
  });

  // It divides degrees by the number of other nodes, and counts a self loop at both of its ends.
  it('degrees and strengths', async () => {
    await agree({ selfLoops: false }, async ({ peer, graph, isDirected, options }) => {
      const others = peer.order - 1;
      const shares = ({ scores }: { scores: NodeValues }) =>
        Object.fromEntries(Object.entries(byKey(scores)).map(([key, value]) => [key, value / others]));
      expect(shares(await degree(graph))).toEqual(theirs.degree(peer));
      const { scores } = await strength(graph, options);
      for (const [key, value] of Object.entries(byKey(scores))) {
        expect(value).toBe(weightedOutboundDegree(peer, key));
      }
      if (!isDirected) return;
      expect(shares(await degree(graph, { direction: 'in' }))).toEqual(theirs.inDegree(peer));
      expect(shares(await degree(graph, { direction: 'out' }))).toEqual(theirs.outDegree(peer));
    });
  });
});
