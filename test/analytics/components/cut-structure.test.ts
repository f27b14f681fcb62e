import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bridgeEnds, cutStructure } from '../../../src/analytics/components/cut-structure.js';
import { withoutDirection } from '../../../src/analytics/project/without-direction.js';
import { inOneGo } from '../../../src/core/index.js';
import { smallGraph, type TestEdge, type TestGraph, testGraph } from '../small-graphs.js';

/** Components among some nodes, by spreading labels. */
function numComponents(nodes: readonly number[], edges: readonly TestEdge[]): number {
  const labels = new Map(nodes.map((v) => [v, v]));
  for (const _ of nodes) {
    for (const [a, b] of edges) {
      if (!labels.has(a) || !labels.has(b)) continue;
      const label = Math.min(labels.get(a)!, labels.get(b)!);
      labels.set(a, label);
      labels.set(b, label);
    }
  }
  return new Set(labels.values()).size;
}

function cuts({ graph }: TestGraph) {
  const found = inOneGo(cutStructure(withoutDirection(graph).forward));
  const { sources, targets } = bridgeEnds(found);
  const points = [...found.isArticulation.keys()].filter((v) => found.isArticulation[v] === 1);
  return { points, bridges: [...sources].map((a, i) => `${a} ${targets[i]}`) };
}

test('what leaves more components when it is taken away', () => {
  fc.assert(
    fc.property(smallGraph({ maxNodes: 8, maxEdges: 12 }), (made) => {
      const { numNodes, edges } = made;
      const nodes = Array.from({ length: numNodes }, (_, v) => v);
      const before = numComponents(nodes, edges);
      const points = nodes.filter((v) => {
        const others = nodes.filter((w) => w !== v);
        const isAlone = !edges.some(([a, b]) => a !== b && (a === v || b === v));
        return numComponents(others, edges) > before - (isAlone ? 1 : 0);
      });
      const bridges = edges
        .filter(
          (edge) =>
            numComponents(
              nodes,
              edges.filter((other) => other !== edge),
            ) > before,
        )
        .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
        .sort((x, y) => x[0] - y[0] || x[1] - y[1]);
      expect(cuts(made)).toEqual({ points, bridges: bridges.map(([a, b]) => `${a} ${b}`) });
    }),
    { numRuns: 500 },
  );
});

test('values of networkx 3.6.1 (bridges, articulation_points)', () => {
  const edges = [
    [0, 1],
    [1, 2],
    [2, 0],
    [2, 3],
    [3, 4],
    [4, 5],
    [5, 3],
    [5, 6],
    [7, 8],
  ] as const;
  const found = cuts(testGraph(9, edges, { isDirected: false }));
  expect(found).toEqual({ points: [2, 3, 5], bridges: ['2 3', '5 6', '7 8'] });
});

test('a path of 200,000 nodes needs no deep recursion', () => {
  const numNodes = 200_000;
  const indptr = Int32Array.from({ length: numNodes + 1 }, (_, v) =>
    Math.max(0, Math.min(2 * v - 1, 2 * numNodes - 2)),
  );
  const indices = Int32Array.from({ length: 2 * numNodes - 2 }, (_, i) => (i % 2 === 0 ? i / 2 + 1 : (i - 1) / 2));
  const { isArticulation } = inOneGo(cutStructure({ indptr, indices }));
  expect(isArticulation.reduce((sum, is) => sum + is, 0)).toBe(numNodes - 2);
});

test('bridges between more nodes than pairs of them can be numbered', () => {
  const numNodes = 100_000_000;
  const [isBelowBridge, parents] = [new Uint8Array(numNodes), new Int32Array(numNodes)];
  for (const [v, parent] of [
    [numNodes - 1, numNodes - 3],
    [numNodes - 4, numNodes - 2],
    [numNodes - 2, numNodes - 3],
  ] as const) {
    isBelowBridge[v] = 1;
    parents[v] = parent;
  }
  const { sources, targets } = bridgeEnds({ isBelowBridge, parents, isArticulation: isBelowBridge });
  expect([...sources].map((v) => numNodes - v)).toEqual([4, 3, 3]);
  expect([...targets].map((v) => numNodes - v)).toEqual([2, 2, 1]);
});
