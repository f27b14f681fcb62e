import fc from 'fast-check';
import { astar, dijkstra as dijkstraOfGraphology, singleSourceLength } from 'graphology-shortest-path';
import { describe, expect, it } from 'vitest';
import { bfs, dijkstra, kShortestPaths, shortestPath } from '../../../src/analytics/index.js';
import { byKey, type Peer, randomPeer } from '../graphology.js';

/** Least weight of the edges from one node to the next. */
function step({ peer }: Peer, from: string, to: string): number {
  return Math.min(...peer.outboundEdges(from, to).map((edge) => peer.getEdgeAttribute(edge, 'weight') as number));
}

function lengthOf(each: Peer, path: readonly string[]): number {
  return path.slice(1).reduce((sum, to, i) => sum + step(each, path[i]!, to), 0);
}

describe('graphology 0.26 agrees on', () => {
  it('lengths of shortest paths, weighted and in edges', async () => {
    await fc.assert(
      fc.asyncProperty(randomPeer({ maxNodes: 12 }), async (make) => {
        const each = await make();
        const { peer, graph, options } = each;
        if (peer.order === 0) return;
        const tree = await dijkstra(graph, { ...options, from: 'n0' });
        const paths = dijkstraOfGraphology.singleSource(peer, 'n0') as Record<string, string[]>;
        for (const [key, distance] of Object.entries(byKey(tree.distances))) {
          expect(distance).toBe(paths[key] ? lengthOf(each, paths[key]) : Number.POSITIVE_INFINITY);
        }
        const { direction } = options;
        const lengths = singleSourceLength(peer, 'n0') as Record<string, number>;
        const levels = byKey((await bfs(graph, { direction, from: 'n0' })).levels);
        for (const [key, level] of Object.entries(levels)) expect(level).toBe(lengths[key] ?? -1);
      }),
      { numRuns: 500 },
    );
  });

  // Its search from both ends takes a weight of 0 for 1, so that weights are above 0 here.
  it('A*, whatever the heuristic, and the first of the k shortest paths', async () => {
    await fc.assert(
      fc.asyncProperty(randomPeer({ maxNodes: 10 }), async (make) => {
        const each = await make();
        const { peer, graph, options } = each;
        if (peer.order < 2) return;
        const ends = { from: 'n0', to: 'n1' };
        const theirs = astar.bidirectional(peer, ends.from, ends.to) as string[] | null;
        const path = await shortestPath(graph, { ...options, ...ends, heuristic: () => 0 });
        expect(path?.distance).toBe(theirs ? lengthOf(each, theirs) : undefined);
        const [first] = await kShortestPaths(graph, { ...options, ...ends, k: 2 });
        expect(first?.distance).toBe(path?.distance);
      }),
      { numRuns: 500 },
    );
  });
});
