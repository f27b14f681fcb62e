import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ColumnData, GraphBuilder, type GraphSchema, validateGraph } from '../../../src/graph/index.js';
import { anyGraph } from '../arbitraries.js';

const schema: GraphSchema = {
  nodes: [
    {
      name: 'a',
      columns: [
        { name: 'id', type: 'int32', role: 'id' },
        { name: 'f', type: 'float32', role: 'attribute' },
        { name: 'd', type: 'dense', role: 'feature', width: 2 },
        { name: 's', type: 'sparse', role: 'feature', width: 3 },
        { name: 'y', type: 'int32', role: 'label', classes: ['p', 'q'] },
        { name: 'm', type: 'dense', role: 'label', width: 2 },
      ],
    },
  ],
  edges: [
    { type: ['a', 'r', 'a'], columns: [{ name: 'w', type: 'float64', role: 'weight' }], inverse: ['a', 'b', 'a'] },
    { type: ['a', 'b', 'a'], columns: [] },
  ],
};

const N = 6;
type Columns = Record<string, ColumnData>;

function columns() {
  const indptr = Int32Array.from({ length: N + 1 }, (_, i) => i);
  return {
    id: Int32Array.from({ length: N }, (_, i) => i * 10),
    f: new Float32Array(N),
    d: { kind: 'dense' as const, numRows: N, width: 2, values: new Float32Array(N * 2) },
    s: {
      kind: 'sparse' as const,
      numRows: N,
      width: 3,
      indptr,
      indices: new Int32Array(N),
      values: new Float32Array(N),
    },
    y: { values: Int32Array.from({ length: N }, (_, i) => i % 2), valid: new Uint8Array(N).fill(1) },
    m: { kind: 'dense' as const, numRows: N, width: 2, values: new Float32Array(N * 2) },
  };
}

function issuesOf(
  change: (
    c: ReturnType<typeof columns>,
    e: { source: Int32Array; target: Int32Array; w: Float64Array },
    back: { source: Int32Array; target: Int32Array },
  ) => unknown,
) {
  const nodes = columns();
  const edges = { source: Int32Array.of(0, 1, 5), target: Int32Array.of(2, 2, 5), w: new Float64Array(3) };
  const back = { source: Int32Array.of(5, 2, 2), target: Int32Array.of(5, 1, 0) };
  const replaced = change(nodes, edges, back);
  const builder = new GraphBuilder(schema, { onIssue: 'collect' });
  builder.addNodes('a', { ...nodes, ...(replaced as Columns | undefined) }).addEdges(['a', 'r', 'a'], edges);
  const graph = builder.addEdges(['a', 'b', 'a'], back).build();
  return { issues: builder.issues.map(({ code, type, column, row }) => [code, type, column, row]), graph };
}

describe('every planted defect is found where it is', () => {
  const anyRow = fc.nat(N - 1);
  const bad = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);

  it('none in a sound graph', () => {
    expect(issuesOf(() => undefined).issues).toEqual([]);
    fc.assert(fc.property(anyGraph, (graph) => void expect(validateGraph(graph)).toEqual([])));
  });

  it('values', () => {
    fc.assert(
      fc.property(anyRow, bad, (row, value) => {
        const at = (code: string, name: string) => [[code, 'a', name, row]];
        expect(issuesOf((c) => void (c.f[row] = value)).issues).toEqual(at('NON_FINITE', 'f'));
        expect(issuesOf((c) => void (c.d.values[row * 2 + 1] = value)).issues).toEqual(at('NON_FINITE', 'd'));
        expect(issuesOf((c) => void (c.s.values[row] = value)).issues).toEqual(at('NON_FINITE', 's'));
        expect(issuesOf((c) => void (c.s.indices[row] = 3)).issues).toEqual(at('INDEX_OUT_OF_RANGE', 's'));
        expect(issuesOf((c) => void (c.s.indices[row] = -1)).issues).toEqual(at('INDEX_OUT_OF_RANGE', 's'));
        expect(issuesOf((c) => void (c.y.values[row] = 2)).issues).toEqual(at('LABEL_OUT_OF_RANGE', 'y'));
        expect(issuesOf((c) => void (c.y.values[row] = -1)).issues).toEqual(at('LABEL_OUT_OF_RANGE', 'y'));
        expect(issuesOf((c) => void (c.m.values[row * 2] = 0.5)).issues).toEqual(at('LABEL_OUT_OF_RANGE', 'm'));
        const nulls = (c: Columns) => ({ f: [...(c.f as Float32Array)].map((v, i) => (i === row ? null : v)) });
        expect(issuesOf(nulls).issues).toEqual(at('NULL_VALUE', 'f'));
        // Null is how a label is left open, whatever number lies under it.
        expect(issuesOf((c) => void [(c.y.values[row] = 9), (c.y.valid[row] = 0)]).issues).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('ids', () => {
    fc.assert(
      fc.property(anyRow, anyRow, (one, other) => {
        fc.pre(one !== other);
        const { issues } = issuesOf((c) => void (c.id[one] = c.id[other]!));
        expect(issues).toEqual([['DUPLICATE_ID', 'a', 'id', Math.max(one, other)]]);
      }),
    );
  });

  it('ends, also in a graph that was not built', () => {
    const { graph } = issuesOf(() => undefined);
    for (const end of [-1, N, 2 ** 31 - 1]) {
      const { issues } = issuesOf((_, e) => void (e.target[1] = end));
      expect(issues[0]).toEqual(['UNKNOWN_ID', 'a>r>a', 'target', 1]);
    }
    graph.edgeIndex('r').source[2] = N;
    expect(validateGraph(graph)[0]).toMatchObject({ code: 'UNKNOWN_ID', type: 'a>r>a', column: 'source', row: 2 });
  });

  it('an inverse that is none', () => {
    const mismatch = ['INVERSE_MISMATCH', 'a>r>a', undefined];
    expect(issuesOf((_, __, back) => void (back.target[2] = 1)).issues[0]!.slice(0, 3)).toEqual(mismatch);
    expect(issuesOf((_, e) => void (e.source[0] = 4)).issues[0]!.slice(0, 3)).toEqual(mismatch);
    expect(issuesOf((_, e) => void (e.source[0] = e.source[1]!)).issues[0]!.slice(0, 3)).toEqual(mismatch);
    const lone: GraphSchema = { nodes: schema.nodes, edges: [{ ...schema.edges[1]!, inverse: ['a', 'b', 'a'] }] };
    const symmetric = new GraphBuilder(lone).addEdges(['a', 'b', 'a'], { source: [0], target: [10] });
    expect(() => symmetric.addNodes('a', columns()).build()).toThrow(
      expect.objectContaining({ code: 'INVERSE_MISMATCH' }),
    );
  });

  it('at most so many of a kind', () => {
    const { graph } = issuesOf((c) => void c.f.fill(Number.NaN));
    expect(validateGraph(graph)).toHaveLength(N);
    expect(validateGraph(graph, { limit: 2 })).toHaveLength(2);
  });
});
