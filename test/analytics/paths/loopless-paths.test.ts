import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looplessPaths, type NodePath } from '../../../src/analytics/paths/loopless-paths.js';
import { simpleEdges } from '../../../src/analytics/paths/simple-edges.js';
import { inOneGo } from '../../../src/core/index.js';
import { smallGraph, type TestGraph, testGraph } from '../small-graphs.js';

/** Every path without a node twice, the shortest first, of equal ones the one of lower numbers. */
function allPaths({ arcs }: TestGraph, source: number, target: number): { nodes: number[]; distance: number }[] {
  const step = new Map<string, number>();
  for (const [a, b, w] of arcs) step.set(`${a} ${b}`, Math.min(w, step.get(`${a} ${b}`) ?? w));
  const found: { nodes: number[]; distance: number }[] = [];
  const walk = (nodes: number[], distance: number) => {
    const last = nodes.at(-1)!;
    if (last === target) {
      found.push({ nodes, distance });
      return;
    }
    for (const [ends, w] of step) {
      const [a, b] = ends.split(' ').map(Number);
      if (a === last && !nodes.includes(b!)) walk([...nodes, b!], distance + w);
    }
  };
  walk([source], 0);
  return found.sort((x, y) => x.distance - y.distance);
}

function paths({ graph }: TestGraph, source: number, target: number, k: number): NodePath[] {
  const forward = simpleEdges(graph.forward);
  return inOneGo(looplessPaths(forward, simpleEdges(graph.backward), source, target, k));
}

test('the k shortest of all paths', () => {
  fc.assert(
    fc.property(smallGraph({ maxNodes: 6, maxEdges: 16 }), fc.nat(5), fc.integer({ min: 1, max: 12 }), (made, t, k) => {
      fc.pre(t < made.numNodes);
      const all = allPaths(made, 0, t);
      const found = paths(made, 0, t, k);
      expect(found.map(({ distance }) => distance)).toEqual(all.slice(0, k).map(({ distance }) => distance));
      const known = all.map(({ nodes }) => nodes.join(' '));
      const names = found.map(({ nodes }) => nodes.join(' '));
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(known).toContain(name);
    }),
    { numRuns: 500 },
  );
});

test('weights that are no whole numbers', () => {
  const weights = fc.double({ min: 0, max: 3, noNaN: true });
  fc.assert(
    fc.property(smallGraph({ maxNodes: 6, maxEdges: 14, weights }), (made) => {
      fc.pre(made.numNodes > 1);
      const all = allPaths(made, 0, 1);
      paths(made, 0, 1, 10).forEach(({ distance }, i) => void expect(distance).toBeCloseTo(all[i]!.distance, 9));
    }),
    { numRuns: 500 },
  );
});

test('values of networkx 3.6.1 (shortest_simple_paths)', () => {
  const edges = [
    ...([
      [0, 1, 3],
      [0, 2, 2],
      [1, 3, 4],
      [2, 1, 1],
      [2, 3, 2],
      [2, 4, 3],
    ] as const),
    ...([
      [3, 4, 2],
      [3, 5, 1],
      [4, 5, 2],
    ] as const),
  ];
  const made = testGraph(6, edges, { isDirected: true, hasWeights: true });
  const shown = paths(made, 0, 5, 10).map(({ nodes, distance }) => `${[...nodes].join('-')} ${distance}`);
  expect(shown).toEqual([
    ...['0-2-3-5 5', '0-2-4-5 7', '0-1-3-5 8', '0-2-1-3-5 8', '0-2-3-4-5 8'],
    ...['0-1-3-4-5 11', '0-2-1-3-4-5 11'],
  ]);
});
