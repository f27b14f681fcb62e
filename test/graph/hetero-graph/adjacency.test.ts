import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildAdjacency } from '../../../src/graph/hetero-graph/adjacency.js';
import { graphFromArrays } from '../../../src/graph/index.js';

/** The slow, obvious way: for every row, the edges in order that start there. */
function reference(rowOf: number[], columnOf: number[], numRows: number) {
  const indptr = [0];
  const indices: number[] = [];
  const edges: number[] = [];
  for (let row = 0; row < numRows; row++) {
    for (let e = 0; e < rowOf.length; e++) {
      if (rowOf[e] !== row) continue;
      indices.push(columnOf[e]!);
      edges.push(e);
    }
    indptr.push(edges.length);
  }
  return { indptr, indices, edges };
}

const anyEdges = fc
  .record({ numRows: fc.integer({ min: 1, max: 9 }), numCols: fc.integer({ min: 1, max: 9 }) })
  .chain(({ numRows, numCols }) =>
    fc.record({
      numRows: fc.constant(numRows),
      numCols: fc.constant(numCols),
      pairs: fc.array(fc.tuple(fc.nat(numRows - 1), fc.nat(numCols - 1)), { maxLength: 40 }),
    }),
  );

it('agrees with the reference: isolated nodes, loops, parallel edges, one row, in edge order', () => {
  fc.assert(
    fc.property(anyEdges, ({ numRows, numCols, pairs }) => {
      const [rowOf, columnOf] = [pairs.map(([row]) => row), pairs.map(([, column]) => column)];
      const built = buildAdjacency(Int32Array.from(rowOf), Int32Array.from(columnOf), numRows, numCols);
      const { indptr, indices, edges, ...size } = built;
      const wanted = reference(rowOf, columnOf, numRows);
      expect({ indptr: [...indptr], indices: [...indices], edges: [...edges] }).toEqual(wanted);
      expect(size).toEqual({ numRows, numCols });
      for (const array of [indptr, indices, edges]) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    }),
  );
});

it('of a graph: both directions, kept, degrees the same as counted', () => {
  fc.assert(
    fc.property(anyEdges, ({ numRows, numCols, pairs }) => {
      const [source, target] = [pairs.map(([row]) => row), pairs.map(([, column]) => column)];
      const graph = graphFromArrays({
        nodes: { a: numRows, b: numCols },
        edges: [{ type: ['a', 'r', 'b'], source, target }],
      });
      const out = graph.adjacency('r', 'out');
      const into = graph.adjacency('r', 'in');
      expect([...out.indices]).toEqual(reference(source, target, numRows).indices);
      expect([...into.indices]).toEqual(reference(target, source, numCols).indices);
      expect(graph.adjacency(['a', 'r', 'b'], 'out')).toBe(out);
      const counted = Array.from({ length: numCols }, (_, n) => target.filter((t) => t === n).length);
      expect([...graph.degrees('r', 'in')]).toEqual(counted);
    }),
  );
});

it('of no nodes and no edges is empty', () => {
  const graph = graphFromArrays({ nodes: { a: 0 }, edges: [{ type: ['a', 'r', 'a'], source: [], target: [] }] });
  expect([...graph.adjacency('r', 'out').indptr]).toEqual([0]);
  expect(graph.degrees('r', 'in')).toHaveLength(0);
});
