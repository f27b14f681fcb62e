import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coreNumbers } from '../../../src/analytics/centrality/core-numbers.js';
import { simpleEdges } from '../../../src/analytics/paths/simple-edges.js';
import { withoutDirection } from '../../../src/analytics/project/without-direction.js';
import { inOneGo } from '../../../src/core/index.js';
import { kite } from '../known-graphs.js';
import { smallGraph, type TestGraph } from '../small-graphs.js';

/** For every k, nodes with fewer than k neighbours are taken away until there are none. */
function slowCores({ numNodes, edges }: TestGraph): number[] {
  const neighbours = Array.from({ length: numNodes }, () => new Set<number>());
  for (const [a, b] of edges) {
    if (a === b) continue;
    neighbours[a]!.add(b);
    neighbours[b]!.add(a);
  }
  const cores = new Array<number>(numNodes).fill(0);
  for (let k = 1; k <= numNodes; k++) {
    const left = new Set(neighbours.keys());
    for (;;) {
      const weak = [...left].filter((v) => [...neighbours[v]!].filter((w) => left.has(w)).length < k);
      if (weak.length === 0) break;
      for (const v of weak) left.delete(v);
    }
    for (const v of left) cores[v] = k;
  }
  return cores;
}

test('cores by taking nodes away', () => {
  fc.assert(
    fc.property(smallGraph({ maxEdges: 40 }), (made) => {
      expect([...inOneGo(coreNumbers(simpleEdges(withoutDirection(made.graph).forward)))]).toEqual(slowCores(made));
    }),
    { numRuns: 500 },
  );
});

test('values of networkx 3.6.1 (core_number)', () => {
  expect([...inOneGo(coreNumbers(kite.graph.forward))]).toEqual([3, 3, 3, 3, 3, 3, 3, 2, 1, 1]);
});
