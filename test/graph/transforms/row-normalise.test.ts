import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphFromArrays, rowNormalise, validateGraph } from '../../../src/graph/index.js';
import { featureGraph, plainColumn, plainSparse } from './feature-graph.js';
import { codeOf } from './small-graph.js';

function reference(rows: readonly (number[] | null)[], norm: 'l1' | 'l2'): (number[] | null)[] {
  return rows.map((row) => {
    if (row === null) return null;
    const length = norm === 'l1' ? row.reduce((sum, v) => sum + Math.abs(v), 0) : Math.hypot(...row);
    return row.map((value) => (length === 0 ? 0 : value / length));
  });
}

function expectClose(rows: readonly (number[] | null)[], wanted: readonly (number[] | null)[]): void {
  expect(rows.map((row) => row?.length)).toEqual(wanted.map((row) => row?.length));
  for (const [i, row] of rows.entries()) {
    for (const [d, value] of (row ?? []).entries()) expect(value).toBeCloseTo(wanted[i]![d]!, 5);
  }
}

describe('rowNormalise', () => {
  it('equals the row by row definition, dense and sparse', () => {
    fc.assert(
      fc.property(featureGraph, fc.constantFrom('l1', 'l2'), (graph, norm) => {
        const dense = rowNormalise(graph, { norm });
        const before = plainColumn(graph, 'n', 'dense') as (number[] | null)[];
        expectClose(plainColumn(dense, 'n', 'dense') as (number[] | null)[], reference(before, norm));
        const sparse = rowNormalise(graph, { nodeType: 'n', column: 'sparse', norm });
        expectClose(plainSparse(sparse, 'n', 'sparse'), reference(plainSparse(graph, 'n', 'sparse'), norm));
        expect(plainColumn(sparse, 'n', 'dense')).toEqual(before);
        expect([dense.schema, sparse.schema]).toEqual([graph.schema, graph.schema]);
        expect([...validateGraph(dense), ...validateGraph(sparse)]).toEqual([]);
        expect(dense.ids('n')).toBe(graph.ids('n'));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves rows of zeros, and does not lose tiny ones', () => {
    const values = Float32Array.of(0, 0, 1e-45, 1e-45, 3e38, -3e38);
    const graph = graphFromArrays({ nodes: { n: { data: { x: { kind: 'dense', numRows: 3, width: 2, values } } } } });
    expect([...rowNormalise(graph).features('n')!.values]).toEqual([0, 0, 0.5, 0.5, 0.5, -0.5]);
  });

  it('refuses what it cannot normalise', () => {
    const [graph] = fc.sample(featureGraph, { numRuns: 1, seed: 1 });
    expect(codeOf(() => rowNormalise(graph!, { nodeType: 'm' }))).toBe('UNKNOWN_TYPE');
    expect(codeOf(() => rowNormalise(graph!, { nodeType: 'n', column: 'y' }))).toBe('UNKNOWN_COLUMN');
    expect(codeOf(() => rowNormalise(graph!, { nodeType: 'n', column: 'int32' }))).toBe('WRONG_DTYPE');
    expect(codeOf(() => rowNormalise(graph!, { nodeType: 'bare' }))).toBe('MISSING_FEATURES');
    expect(codeOf(() => rowNormalise(graph!, { column: 'dense' }))).toBe('INVALID_OPTION');
    expect(codeOf(() => rowNormalise(graph!, { norm: 'l3' as 'l1' }))).toBe('INVALID_OPTION');
  });
});
