import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  connectedComponents,
  graphFromArrays,
  type HeteroGraph,
  largestComponent,
  validateGraph,
} from '../../../src/graph/index.js';
import { anyGraph } from '../arbitraries.js';

/** Labels spread along edges until nothing changes. */
function reference(graph: HeteroGraph): Record<string, number[]> {
  let next = 0;
  const labels = Object.fromEntries(
    graph.nodeTypes.map((type) => [type, Array.from({ length: graph.numNodes(type) }, () => next++)]),
  );
  for (let changed = true; changed; ) {
    changed = false;
    for (const type of graph.edgeTypes) {
      const { source, target } = graph.edgeIndex(type);
      for (let e = 0; e < source.length; e++) {
        const [a, b] = [labels[type[0]]!, labels[type[2]]!];
        const least = Math.min(a[source[e]!]!, b[target[e]!]!);
        changed ||= a[source[e]!] !== least || b[target[e]!] !== least;
        a[source[e]!] = least;
        b[target[e]!] = least;
      }
    }
  }
  return labels;
}

describe('connectedComponents', () => {
  it('are the sets that labels spread over, the largest of which is kept', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const labels = reference(graph);
        const all = graph.nodeTypes.flatMap((type) => labels[type]!);
        const distinct = [...new Set(all)];
        const { numComponents, of, sizes } = connectedComponents(graph);
        expect(numComponents).toBe(distinct.length);
        for (const type of graph.nodeTypes) {
          expect([...of[type]!]).toEqual(labels[type]!.map((label) => distinct.indexOf(label)));
        }
        const counts = distinct.map((label) => all.filter((other) => other === label).length);
        expect([...sizes]).toEqual(counts);
        const largest = distinct[counts.indexOf(Math.max(...counts))];
        const result = largestComponent(graph);
        for (const type of graph.nodeTypes) {
          const rows = [...labels[type]!.keys()].filter((row) => labels[type]![row] === largest);
          expect([...result.rows[type]!]).toEqual(rows);
        }
        expect(result.graph.nodeTypes).toEqual(graph.nodeTypes);
        expect(validateGraph(result.graph)).toEqual([]);
        if (graph.numNodes() > 0) expect(connectedComponents(result.graph).numComponents).toBe(1);
      }),
      { numRuns: 100 },
    );
  });

  it('follow a long chain across types', () => {
    const numNodes = 100_000;
    const source = Int32Array.from({ length: numNodes - 1 }, (_, i) => i);
    const graph = graphFromArrays({
      nodes: { a: numNodes, b: numNodes + 1 },
      edges: [
        { type: ['a', 'r', 'b'], source, target: source.map((row) => row + 1) },
        { type: ['b', 's', 'a'], source, target: source },
      ],
    });
    // The last row of a, and the last of b, touch no edge.
    expect([...connectedComponents(graph).sizes]).toEqual([2 * numNodes - 1, 1, 1]);
  });
});
