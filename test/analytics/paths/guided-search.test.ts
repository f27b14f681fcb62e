import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathTo } from '../../../src/analytics/paths/dijkstra-search.js';
import { GuidedSearch } from '../../../src/analytics/paths/guided-search.js';
import { inOneGo } from '../../../src/core/index.js';
import { codeOf } from '../../support/code-of.js';
import { allDistances, smallGraph, testGraph } from '../small-graphs.js';

test('the distance of a shortest path, with any heuristic that is never too large', () => {
  const shares = fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(smallGraph(), shares, (made, share) => {
      const { graph, numNodes, arcs } = made;
      const all = allDistances(made);
      const search = new GuidedSearch(graph.forward);
      for (let s = 0; s < numNodes; s++) {
        for (let t = 0; t < numNodes; t++) {
          // Shares that differ from node to node make the heuristic inconsistent.
          const found = inOneGo(search.run(s, t, (v) => (all[v]![t] === 0 ? 0 : all[v]![t]! * share[v]!) || 0));
          expect(found).toBe(all[s]![t]);
          if (!Number.isFinite(found)) continue;
          const path = pathTo(search.predecessors, t);
          expect(path[0]).toBe(s);
          let length = 0;
          for (let i = 1; i < path.length; i++) {
            length += Math.min(...arcs.filter(([a, b]) => a === path[i - 1] && b === path[i]).map(([, , w]) => w));
          }
          expect(length).toBe(found);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('a good heuristic opens no node off the path', () => {
  const edges = Array.from({ length: 20 }, (_, i) => [i, i + 1] as const);
  const { graph } = testGraph(21, edges, { isDirected: false });
  const search = new GuidedSearch(graph.forward);
  expect(inOneGo(search.run(10, 20, (v) => 20 - v))).toBe(10);
  expect(search.numOpened).toBe(11);
  inOneGo(search.run(10, 20, () => 0));
  expect(search.numOpened).toBe(21);
});

test('nodes that are blocked are not entered', () => {
  const { graph } = testGraph(
    4,
    [
      [0, 1],
      [1, 3],
      [0, 2],
      [2, 3],
      [0, 3],
    ],
    { isDirected: true },
  );
  const search = new GuidedSearch(graph.forward);
  const nodes = new Uint8Array(4);
  expect(inOneGo(search.run(0, 3, () => 0, { blocked: { nodes, first: [3] }, before: 5 }))).toBe(7);
  nodes[1] = 1;
  expect(inOneGo(search.run(0, 3, () => 0, { blocked: { nodes, first: [3] } }))).toBe(2);
  expect([...pathTo(search.predecessors, 3)]).toEqual([0, 2, 3]);
  nodes[2] = 1;
  expect(inOneGo(search.run(0, 3, () => 0, { blocked: { nodes, first: [3] } }))).toBe(Number.POSITIVE_INFINITY);
});

test('a heuristic that gives no number is refused', () => {
  const { graph } = testGraph(2, [[0, 1]], { isDirected: true });
  expect(codeOf(() => inOneGo(new GuidedSearch(graph.forward).run(0, 1, () => Number.NaN)))).toBe('NON_FINITE');
});
