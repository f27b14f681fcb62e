import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeGraph, graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { anyGraph } from '../arbitraries.js';

/** Degrees the slow way. */
function degreesOf(graph: HeteroGraph, type: HeteroGraph['edgeTypes'][number], end: 'source' | 'target'): number[] {
  const ends = [...graph.edgeIndex(type)[end]];
  const numNodes = graph.numNodes(type[end === 'source' ? 0 : 2]);
  return Array.from({ length: numNodes }, (_, n) => ends.filter((e) => e === n).length).sort((a, b) => a - b);
}

it('degrees and isolated nodes agree with counting the slow way', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const summary = describeGraph(graph);
      expect(summary).toMatchObject({ numNodes: graph.numNodes(), numEdges: graph.numEdges() });
      for (const edge of summary.edges) {
        for (const [side, end] of [
          ['outDegree', 'source'],
          ['inDegree', 'target'],
        ] as const) {
          const sorted = degreesOf(graph, edge.type, end);
          const { length } = sorted;
          if (length === 0) continue;
          expect(edge[side]).toEqual({
            min: sorted[0],
            median: sorted[length >> 1],
            mean: edge.count / length,
            p99: sorted[Math.floor(0.99 * length)],
            max: sorted.at(-1),
            isolated: sorted.filter((degree) => degree === 0).length,
          });
        }
        const { source, target } = graph.edgeIndex(edge.type);
        const loops = edge.type[0] === edge.type[2] ? source.filter((s, e) => s === target[e]).length : 0;
        expect(edge.selfLoops).toBe(loops);
      }
      for (const node of summary.nodes) {
        const touched = new Set<number>();
        for (const type of graph.edgeTypes) {
          if (type[0] === node.type) for (const n of graph.edgeIndex(type).source) touched.add(n);
          if (type[2] === node.type) for (const n of graph.edgeIndex(type).target) touched.add(n);
        }
        expect(node.isolated).toBe(node.count - touched.size);
      }
    }),
  );
});

it('labels, densities and bytes of a graph worked out by hand', () => {
  const x = { kind: 'dense', numRows: 4, width: 2, values: Float32Array.of(0, 1, 0, 0, 2, 3, 0, 0) } as const;
  const columns = { y: { role: 'label', classes: ['p', 'q', 'r'] } } as const;
  const graph = graphFromArrays({
    nodes: { a: { data: { x, y: ['q', null, 'q', 'p'] }, columns }, b: 2, none: 0 },
    edges: [{ type: ['a', 'r', 'b'], source: [0, 0], target: [1, 1] }],
  });
  const { nodes, edges } = JSON.parse(JSON.stringify(describeGraph(graph)));
  expect(nodes[0]).toMatchObject({ labels: { p: 1, q: 2, r: 0 }, unlabelled: 1, featureDensity: 3 / 8, isolated: 3 });
  expect(nodes[0].bytes).toBeGreaterThanOrEqual(4 * 2 * 4 + 4 * 4);
  expect(nodes[2]).toMatchObject({ count: 0, isolated: 0, bytes: 0 });
  expect(edges[0]).toMatchObject({ count: 2, density: 2 / 8, bytes: 16, outDegree: { max: 2, isolated: 3 } });
});

it('columns with what is missing and how many values differ, of nodes and edges', () => {
  const graph = graphFromArrays({
    nodes: {
      a: {
        data: { id: ['p', 'q', 'r'], plan: ['x', null, 'x'], n: [1, 2, 2.5], same: [4, 4, 4] },
        columns: { id: { role: 'id' } },
      },
      none: 0,
    },
    edges: [
      { type: ['a', 'r', 'a'], source: ['p', 'q'], target: ['q', 'r'], data: { since: ['2024-05-31', '2024-06-01'] } },
    ],
  });
  const { nodes, edges } = describeGraph(graph);
  expect(nodes[0]!.columns.map(({ name, found, nulls, distinct }) => [name, found, nulls, distinct])).toEqual([
    ['id', 'identifier', 0, 3],
    ['plan', 'category', 1, 1],
    ['n', 'number', 0, 3],
    ['same', 'constant', 0, 1],
  ]);
  expect(edges[0]!.columns.map(({ name, found, nulls, distinct }) => [name, found, nulls, distinct])).toEqual([
    ['since', 'date', 0, 2],
  ]);
});
