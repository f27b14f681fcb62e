import { Table, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type GraphSchema, graphFromArrays, HeteroGraph, hashGraph } from '../../../src/graph/index.js';
import { anyGraph } from '../arbitraries.js';

it('does not see padding, batches, offsets or what lies under nulls', () => {
  const schema: GraphSchema = {
    nodes: [
      {
        name: 'a',
        columns: [
          { name: 'x', type: 'int32', role: 'attribute', nullable: true },
          { name: 't', type: 'utf8', role: 'text', nullable: true },
          { name: 'b', type: 'bool', role: 'mask', nullable: true },
        ],
      },
    ],
    edges: [],
  };
  const x = { values: Int32Array.of(9, 1, 77, 3), valid: Uint8Array.of(1, 1, 0, 1) };
  const data = { x, t: ['', 'é', null, 'long enough'], b: [true, null, false, true] };
  const graph = graphFromArrays({ schema, nodes: { a: { data } } });
  const other = { ...data, x: { ...x, values: Int32Array.of(9, 1, -5, 3) } };
  expect(hashGraph(graphFromArrays({ schema, nodes: { a: { data: other } } }))).toBe(hashGraph(graph));
  const table = graph.nodeTable('a');
  const again = (tables: Table) => HeteroGraph.fromTables(schema, { nodes: { a: tables }, edges: [] });
  expect(hashGraph(again(tableFromIPC(tableToIPC(table))))).toBe(hashGraph(graph));
  const parts = new Table([...table.slice(0, 1).batches, ...table.slice(1, 3).batches, ...table.slice(3).batches]);
  expect(parts.batches.length).toBe(3);
  expect(hashGraph(again(parts))).toBe(hashGraph(graph));
  const longer = table.concat(table).slice(4);
  expect(hashGraph(again(longer))).toBe(hashGraph(graph));
  const changed = { ...data, t: vectorFromArray(['', 'e', null, 'long enough']) };
  expect(hashGraph(graphFromArrays({ schema, nodes: { a: { data: changed } } }))).not.toBe(hashGraph(graph));
});

it('tells any two graphs of a random sample apart, and equal ones not', () => {
  const seen = new Map<string, string>();
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const tables = [
        ...graph.nodeTypes.map((t) => graph.nodeTable(t)),
        ...graph.edgeTypes.map((t) => graph.edgeTable(t)),
      ];
      const text = JSON.stringify([graph.schema, tables.map((table) => [table.numRows, String([...table])])]);
      const before = seen.get(hashGraph(graph));
      if (before !== undefined) expect(text).toBe(before);
      seen.set(hashGraph(graph), text);
    }),
  );
  expect(new Set(seen.values()).size).toBe(seen.size);
});
