import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Adjacency } from '../../../src/analytics/index.js';
import { simpleEdges } from '../../../src/analytics/paths/simple-edges.js';
import { smallGraph } from '../small-graphs.js';

function listed({ indptr, indices, weights }: Adjacency): string[] {
  const out: string[] = [];
  for (let v = 0; v + 1 < indptr.length; v++) {
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) out.push(`${v} ${indices[e]} ${weights?.[e] ?? 1}`);
  }
  return out;
}

test('of parallel edges the lightest stays, and no self loop does', () => {
  fc.assert(
    fc.property(smallGraph(), ({ graph, arcs, hasWeights }) => {
      const lightest = new Map<string, number>();
      for (const [a, b, w] of arcs) {
        if (a !== b) lightest.set(`${a} ${b}`, Math.min(w, lightest.get(`${a} ${b}`) ?? w));
      }
      const simple = simpleEdges(graph.forward);
      expect(listed(simple)).toEqual([...lightest].map(([ends, w]) => `${ends} ${w}`).sort());
      expect(simple.weights !== undefined).toBe(hasWeights);
      expect(simpleEdges(simple)).toBe(simple);
    }),
    { numRuns: 500 },
  );
});
