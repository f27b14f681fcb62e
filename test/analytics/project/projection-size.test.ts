import fc from 'fast-check';
import { expect, it } from 'vitest';
import { projectEdges, projectionSize } from '../../../src/analytics/index.js';
import { randomEdges } from '../random-edges.js';

it('counts nodes, entries, and entries of the simple graph', async () => {
  await fc.assert(
    fc.asyncProperty(randomEdges(), async (edges) => {
      const graph = await projectEdges(edges);
      const { indptr, indices } = graph.forward;
      const rows = Array.from({ length: graph.numNodes }, (_, v) => indices.subarray(indptr[v], indptr[v + 1]));
      const simple = rows.map((row, v) => new Set([...row].filter((w) => w !== v)).size);
      expect(projectionSize(graph)).toEqual({
        ...{ numNodes: graph.numNodes, numEntries: indices.length, hasWeights: graph.forward.weights !== undefined },
        ...{ isDirected: graph.isDirected, numTypes: 1, numSimple: simple.reduce((sum, count) => sum + count, 0) },
      });
    }),
    { numRuns: 500 },
  );
});
