import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addInverseRelations, graphFromArrays, toHomogeneous, validateGraph } from '../../../src/graph/index.js';
import { anyGraph } from '../arbitraries.js';
import { plainColumn } from './feature-graph.js';
import { codeOf } from './small-graph.js';

describe('toHomogeneous', () => {
  it('numbers the rows of all types through, and back', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const result = toHomogeneous(graph, { typeColumn: 'the type of it' });
        const nodes = graph.nodeTypes.flatMap((type) =>
          Array.from({ length: graph.numNodes(type) }, (_, row) => ({ type, row })),
        );
        expect(result.graph.numNodes()).toBe(nodes.length);
        nodes.forEach(({ type, row }, at) => {
          expect(result.toHomogeneousRow(type, row)).toBe(at);
          expect(result.fromHomogeneousRow(at)).toEqual({ type, row });
          expect(graph.nodeTypes[result.nodeType[at]!]).toBe(type);
        });
        const edges = graph.edgeTypes.flatMap((type, of) => {
          const { source, target } = graph.edgeIndex(type);
          const at = (name: string, row: number) => nodes.findIndex((node) => node.type === name && node.row === row);
          return Array.from(source, (row, e) => [at(type[0], row), at(type[2], target[e]!), of]);
        });
        const { source, target } = result.graph.edgeIndex('edge');
        expect(Array.from(source, (row, e) => [row, target[e], result.edgeType[e]])).toEqual(edges);
        expect([...result.graph.edgeTable('edge').getChildAt(2)!]).toEqual(edges.map((edge) => edge[2]));
        expect(validateGraph(result.graph)).toEqual([]);
        const both = toHomogeneous(addInverseRelations(graph, { name: ([s, r, t]) => `${s} ${r} ${t} rev` }), {
          typeColumn: 'the type of it',
        });
        expect(both.graph.edgeSchema('edge').inverse !== undefined).toBe(graph.edgeTypes.length > 0);
        expect(validateGraph(both.graph)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('joins the columns that all types have', () => {
    const graph = graphFromArrays({
      nodes: {
        a: {
          data: {
            id: ['x', 'y'],
            score: [1, null],
            size: [1, 2],
            x: [
              [1, 2],
              [3, 4],
            ],
          },
          ids: 'id',
        },
        b: { data: { id: ['x'], size: ['wide'], score: [7], x: [[5, 6]] }, ids: 'id' },
      },
      edges: [
        { type: ['a', 'r', 'b'], source: ['y'], target: ['x'], data: { since: [3], by: ['me'] } },
        { type: ['b', 'q', 'a'], source: ['x'], target: ['x'], data: { since: [4] } },
      ],
    });
    const { graph: result, offsets, edgeOffsets } = toHomogeneous(graph);
    expect(result.nodeSchema('node').columns.map(({ name, role }) => [name, role])).toEqual([
      ['type', 'attribute'],
      ['id', 'attribute'],
      ['score', 'attribute'],
      ['x', 'feature'],
    ]);
    expect(plainColumn(result, 'node', 'id')).toEqual(['x', 'y', 'x']);
    expect(plainColumn(result, 'node', 'score')).toEqual([1, null, 7]);
    expect([...result.features('node')!.values]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...result.edgeTable('edge').getChild('since')!]).toEqual([3, 4]);
    expect(result.edgeSchema('edge').columns.map(({ name }) => name)).toEqual(['type', 'since']);
    expect([[...offsets], [...edgeOffsets]]).toEqual([
      [0, 2, 3],
      [0, 1, 2],
    ]);
  });

  it('refuses what has no place', () => {
    const graph = graphFromArrays({ nodes: { a: { data: { type: [1] } } } });
    expect(codeOf(() => toHomogeneous(graph))).toBe('DUPLICATE_NAME');
    expect(codeOf(() => toHomogeneous(graph, { type: ['a', 'r', 'b'] }))).toBe('INVALID_OPTION');
    const { toHomogeneousRow, fromHomogeneousRow } = toHomogeneous(graph, { typeColumn: 'kind' });
    expect(codeOf(() => toHomogeneousRow('b', 0))).toBe('UNKNOWN_TYPE');
    expect(codeOf(() => toHomogeneousRow('a', 1))).toBe('INDEX_OUT_OF_RANGE');
    expect(codeOf(() => fromHomogeneousRow(-1))).toBe('INDEX_OUT_OF_RANGE');
  });
});
