import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeLayers } from '../../../src/analytics/components/layers.js';
import { oneCycle } from '../../../src/analytics/components/one-cycle.js';
import { inOneGo } from '../../../src/core/index.js';
import { smallGraph, type TestGraph, testGraph } from '../small-graphs.js';

/** Edges on the longest walk that ends in each node; infinity where walks never end. */
function longest({ numNodes, edges }: TestGraph): number[] {
  const lengths = new Array<number>(numNodes).fill(0);
  for (let round = 0; round <= 2 * numNodes; round++) {
    for (const [a, b] of edges) lengths[b] = Math.max(lengths[b]!, lengths[a]! + 1);
  }
  return lengths.map((length) => (length >= numNodes ? -1 : length));
}

test('layers are longest walks, and every edge goes forwards in the order', () => {
  fc.assert(
    fc.property(smallGraph({ maxEdges: 12, isDirected: true }), (made) => {
      const { layers, order } = inOneGo(nodeLayers(made.graph.forward));
      expect([...layers]).toEqual(longest(made));
      const expected = [...layers.keys()].filter((v) => layers[v]! >= 0);
      expect([...order]).toEqual(expected.sort((a, b) => layers[a]! - layers[b]! || a - b));
    }),
    { numRuns: 500 },
  );
});

test('a cycle is found where there is one, along edges that are used once', () => {
  fc.assert(
    fc.property(smallGraph({ maxEdges: 10 }), (made) => {
      const { graph, numNodes, edges, isDirected } = made;
      const cycle = inOneGo(oneCycle(graph));
      if (isDirected) expect(cycle === undefined).toBe(!longest(made).includes(-1));
      else {
        // Without directions a graph has no cycle where it has an edge fewer than nodes, for each of its trees.
        const labels = Array.from({ length: numNodes }, (_, v) => v);
        for (let i = 0; i < numNodes; i++) {
          for (const [a, b] of edges) labels[a] = labels[b] = Math.min(labels[a]!, labels[b]!);
        }
        expect(cycle === undefined).toBe(edges.length === numNodes - new Set(labels).size);
      }
      if (cycle === undefined) return;
      expect(new Set(cycle).size).toBe(cycle.length);
      expect(Math.min(...cycle)).toBe(cycle[0]);
      const left = [...edges];
      cycle.forEach((from, i) => {
        const to = cycle[(i + 1) % cycle.length]!;
        const at = left.findIndex(([a, b]) => (a === from && b === to) || (!isDirected && a === to && b === from));
        expect(at).toBeGreaterThanOrEqual(0);
        left.splice(at, 1);
      });
    }),
    { numRuns: 500 },
  );
});

test('values of networkx 3.6.1 (topological_generations)', () => {
  const { graph } = testGraph(
    6,
    [
      [5, 2],
      [5, 0],
      [4, 0],
      [4, 1],
      [2, 3],
      [3, 1],
    ],
    { isDirected: true },
  );
  expect([...inOneGo(nodeLayers(graph.forward)).order]).toEqual([4, 5, 0, 2, 3, 1]);
  expect(inOneGo(oneCycle(graph))).toBeUndefined();
});
