import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kruskal } from '../../../src/analytics/paths/kruskal.js';
import { orderOfNumbers } from '../../../src/analytics/paths/order-of-numbers.js';
import { withoutDirection } from '../../../src/analytics/project/without-direction.js';
import { inOneGo } from '../../../src/core/index.js';
import { smallGraph, testGraph } from '../small-graphs.js';

/** Groups of connected nodes: labels are spread along edges until none changes. */
function labelsOf(numNodes: number, edges: readonly (readonly [number, number, ...unknown[]])[]): number[] {
  const labels = Array.from({ length: numNodes }, (_, v) => v);
  for (let round = 0; round < numNodes; round++) {
    for (const [a, b] of edges) labels[a] = labels[b] = Math.min(labels[a]!, labels[b]!);
  }
  return labels;
}

test('the lightest of all sets of edges that join what can be joined', () => {
  const weights = fc.integer({ min: -2, max: 4 });
  fc.assert(
    fc.property(smallGraph({ maxNodes: 6, maxEdges: 10, weights }), ({ graph, numNodes, edges }) => {
      const forest = inOneGo(kruskal(withoutDirection(graph).forward));
      const labels = labelsOf(numNodes, edges);
      const numTrees = new Set(labels).size;
      expect(forest.numTrees).toBe(numTrees);
      expect(forest.sources.length).toBe(numNodes - numTrees);
      let best = Number.POSITIVE_INFINITY;
      for (let set = 0; set < 2 ** edges.length; set++) {
        const chosen = edges.filter((_, i) => (set >> i) % 2 === 1);
        if (chosen.length !== numNodes - numTrees) continue;
        if (new Set(labelsOf(numNodes, chosen)).size !== numTrees) continue;
        best = Math.min(
          best,
          chosen.reduce((sum, [, , w]) => sum + w, 0),
        );
      }
      expect(forest.totalWeight).toBe(best);
      const pairs = [...forest.sources].map((a, i) => [a, forest.targets[i]!, forest.weights[i]!] as const);
      expect(labelsOf(numNodes, pairs)).toEqual(labels);
      for (const [a, b, w] of pairs) {
        expect(a).toBeLessThan(b);
        expect(edges.some(([x, y, z]) => Math.min(x, y) === a && Math.max(x, y) === b && z === w)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test('values of networkx 3.6.1 (minimum_spanning_edges, kruskal)', () => {
  const edges = [
    ...([
      [0, 1, 7],
      [0, 3, 5],
      [1, 2, 8],
      [1, 3, 9],
      [1, 4, 7],
      [2, 4, 5],
    ] as const),
    ...([
      [3, 4, 15],
      [3, 5, 6],
      [4, 5, 8],
      [4, 6, 9],
      [5, 6, 11],
    ] as const),
  ];
  const { graph } = testGraph(7, edges, { isDirected: false, hasWeights: true });
  const { sources, targets, totalWeight } = inOneGo(kruskal(graph.forward));
  expect([...sources].map((a, i) => `${a} ${targets[i]}`).sort()).toEqual(['0 1', '0 3', '1 4', '2 4', '3 5', '4 6']);
  expect(totalWeight).toBe(39);
});

test('numbers are ordered as by comparison, equal ones as they stand', () => {
  const value = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, 1, -1, 2 ** 40), fc.integer());
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.constantFrom(1, 200), (few, times) => {
      const values = Float64Array.from({ length: few.length * times }, (_, i) => few[i % few.length]!);
      const expected = [...values.keys()].sort((a, b) =>
        values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b,
      );
      expect([...orderOfNumbers(values)]).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
