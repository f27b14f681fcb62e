import fc from 'fast-check';
import { type HeteroGraph, randomGraph } from '../../../src/graph/index.js';

/** Nodes with a feature column of every type, null where `nullable`; widths down to 0. */
export const featureGraph: fc.Arbitrary<HeteroGraph> = fc
  .record({ numNodes: fc.nat(12), width: fc.nat(4), nullable: fc.boolean(), seed: fc.nat() })
  .map(({ numNodes, width, nullable, seed }) =>
    randomGraph({
      schema: {
        nodes: [
          {
            name: 'n',
            columns: [
              { name: 'id', type: 'utf8', role: 'id' },
              { name: 'dense', type: 'dense', role: 'feature', width, nullable },
              { name: 'sparse', type: 'sparse', role: 'feature', width, nullable },
              { name: 'int32', type: 'int32', role: 'feature', nullable },
              { name: 'int64', type: 'int64', role: 'feature', nullable },
              { name: 'float32', type: 'float32', role: 'feature', nullable },
              { name: 'float64', type: 'float64', role: 'feature', nullable },
              { name: 'bool', type: 'bool', role: 'feature', nullable },
              { name: 'utf8', type: 'utf8', role: 'text', nullable },
            ],
          },
          { name: 'bare', columns: [] },
        ],
        edges: [{ type: ['n', 'r', 'n'], columns: [] }],
      },
      numNodes: { n: numNodes, bare: 2 },
      numEdges: numNodes,
      seed,
    }),
  );

/** Values of a column, one by one through Arrow: null, a scalar, or the row of a dense column as an array. */
export function plainColumn(graph: HeteroGraph, type: string, name: string): unknown[] {
  const fields = graph.nodeTable(type).schema.fields;
  const column = graph.nodeTable(type).getChildAt(fields.findIndex((field) => field.name === name))!;
  return [...column].map((value) =>
    value !== null && typeof value === 'object' ? [...(value as Iterable<unknown>)] : value,
  );
}

/** Rows of a sparse column as dense arrays, null where null. */
export function plainSparse(graph: HeteroGraph, type: string, name: string): (number[] | null)[] {
  const { width } = graph.nodeSchema(type).columns.find((column) => column.name === name)!;
  return plainColumn(graph, type, name).map((entries) => {
    if (entries === null) return null;
    const row = new Array<number>(width!).fill(0);
    for (const entry of entries as { index: number; value: number }[]) row[entry.index]! += entry.value;
    return row;
  });
}
