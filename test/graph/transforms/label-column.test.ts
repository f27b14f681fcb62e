import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays, labelColumn, subgraph, validateGraph } from '../../../src/graph/index.js';
import { featureGraph, plainColumn } from './feature-graph.js';
import { codeOf } from './small-graph.js';

describe('labelColumn', () => {
  it('names each row by its value, the classes ascending, for columns of every type', () => {
    fc.assert(
      fc.property(featureGraph, fc.constantFrom('int32', 'int64', 'utf8', 'bool'), (graph, column) => {
        const before = plainColumn(graph, 'n', column) as (string | number | bigint | boolean | null)[];
        const result = labelColumn(graph, { nodeType: 'n', column });
        const labels = result.labels('n', column)!;
        expect(labels.kind).toBe('single');
        const named = [...labels.values].map((id) => (id < 0 ? null : labels.classes[id]));
        expect(named).toEqual(before.map((value) => (value === null || value === '' ? null : String(value))));
        const known = [...new Set(column === 'bool' ? [false, true] : before)].filter(
          (value) => value !== null && value !== '',
        );
        expect(labels.classes).toEqual(known.sort((a, b) => (a! < b! ? -1 : 1)).map(String));
        expect(validateGraph(result)).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('gives the same classes whatever the order of the rows', () => {
    const graph = graphFromArrays({ nodes: { n: { data: { kind: ['b', null, 'a', '', 'b'] } } } });
    const { classes, values } = labelColumn(graph, { nodeType: 'n', column: 'kind' }).labels('n', 'kind')!;
    expect([classes, [...values]]).toEqual([
      ['a', 'b'],
      [1, -1, 0, -1, 1],
    ]);
    const { graph: other } = subgraph(graph, { nodes: { n: Int32Array.of(2, 3, 4) } });
    expect(labelColumn(other, { nodeType: 'n', column: 'kind' }).labels('n', 'kind')!.classes).toEqual(['a', 'b']);
  });

  it('refuses columns that are not there or hold fractions', () => {
    const graph = graphFromArrays({ nodes: { n: { data: { size: Float32Array.of(1, 2) } } } });
    const make = (column: string, nodeType = 'n') => codeOf(() => labelColumn(graph, { nodeType, column }));
    expect([make('size'), make('other'), make('size', 'm')]).toEqual(['WRONG_DTYPE', 'UNKNOWN_COLUMN', 'UNKNOWN_TYPE']);
  });
});
