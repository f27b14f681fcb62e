import { createRequire } from 'node:module';
import {
  Dictionary,
  Field,
  FixedSizeList,
  Float32,
  Int8,
  Int32,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  Utf8,
  Utf8View,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type ArrowGraph,
  GraphBuilder,
  type GraphSchema,
  graphFromArrow,
  HeteroGraph,
  hashGraph,
} from '../../../src/graph/index.js';
import { anyGraph } from '../arbitraries.js';

it('gives back any graph from its own tables, cut into batches', () => {
  fc.assert(
    fc.property(anyGraph, fc.nat(5), (graph, cut) => {
      const parts = (table: Table) => new Table([...table.slice(0, cut).batches, ...table.slice(cut).batches]);
      const given: ArrowGraph = {
        schema: graph.schema,
        nodes: graph.nodeTypes.map((type) => ({ type, table: parts(graph.nodeTable(type)) })),
        edges: graph.edgeTypes.map((type) => ({ type, table: parts(graph.edgeTable(type)), endpoints: 'index' })),
      };
      expect(hashGraph(graphFromArrow(given))).toBe(hashGraph(graph));
    }),
  );
});

it('casts integers, floats, times and dictionaries', () => {
  const names = vectorFromArray(['x', 'y', 'x', null], new Dictionary(new Utf8(), new Int8()));
  const table = new Table({
    key: vectorFromArray([10n, 20n, 30n, 40n]),
    name: names,
    kind: names,
    small: vectorFromArray([1, 2, null, 4], new Int8()),
    at: vectorFromArray([0, 1500, null, 86400000], new TimestampMillisecond()),
  });
  const ends = new Table({ from: vectorFromArray([40n, 10n]), to: vectorFromArray([10n, 10n]) });
  const graph = graphFromArrow({
    nodes: [{ type: 'a', table, ids: 'key', columns: { kind: { role: 'label' }, at: { role: 'time' } } }],
    edges: [{ type: ['a', 'r', 'a'], table: ends, source: 'from', target: 'to' }],
  });
  const types = graph.nodeSchema('a').columns.map(({ name, type, role }) => `${name} ${type} ${role}`);
  expect(types).toEqual([
    'key int64 id',
    'name utf8 attribute',
    'kind int32 label',
    'small int32 attribute',
    'at float64 time',
  ]);
  expect(graph.labels('a')).toMatchObject({ values: Int32Array.of(0, 1, 0, -1), classes: ['x', 'y'] });
  expect([...graph.times('a')!]).toEqual([0, 1.5, Number.NaN, 86400]);
  expect([...graph.nodeTable('a').getChild('small')!]).toEqual([1, 2, null, 4]);
  expect([...graph.edgeIndex('r').source]).toEqual([3, 0]);
});

it('refuses what a graph cannot hold', () => {
  const nodes = [{ type: 'a', table: new Table({ x: vectorFromArray([{ a: 1 }]) }) }];
  expect(() => graphFromArrow({ nodes })).toThrow(expect.objectContaining({ code: 'WRONG_DTYPE' }));
  const edges = [{ type: ['a', 'r', 'a'], table: new Table({ source: vectorFromArray([0]) }) }] as const;
  const bare = [{ type: 'a', table: new Table({ x: vectorFromArray([1]) }) }];
  const missing = expect.objectContaining({ code: 'UNKNOWN_COLUMN', location: { type: 'a>r>a', column: 'target' } });
  expect(() => graphFromArrow({ nodes: bare, edges })).toThrow(missing);
  const fields = [new Field('x', new Utf8()), new Field('x', new Utf8())];
  const child = vectorFromArray(['v']).data[0]!;
  const data = makeData({ type: new Struct(fields), length: 1, children: [child, child] } as never);
  const twice = new Table([new RecordBatch(new Schema(fields), data as never)]);
  expect(() => graphFromArrow({ nodes: [{ type: 'a', table: twice }] })).toThrow(
    expect.objectContaining({ code: 'INVALID_SCHEMA' }),
  );
});

const pair = (type: 'dense' | 'sparse') =>
  type === 'dense'
    ? vectorFromArray(
        [[1, 2], [3, null], null, [null, 4], [5, 6]],
        new FixedSizeList(2, new Field('item', new Float32())),
      )
    : vectorFromArray(
        [[{ index: 0, value: 1 }], [{ index: 1, value: null }], null, [null], []],
        new List(
          new Field('item', new Struct([new Field('index', new Int32()), new Field('value', new Float32())])),
        ) as never,
      );

it.each(['dense', 'sparse'] as const)('a null within a %s row is an issue of its row and column', (type) => {
  const vector = pair(type) as Vector;
  const table = new Table({ x: vector }).slice(0);
  for (const nodes of [[{ type: 'a', table }], [{ type: 'a', table: new Table({ x: vector.slice(1) }) }]]) {
    const first = nodes[0]!.table.numRows === 5 ? 1 : 0;
    expect(() => graphFromArrow({ nodes })).toThrow(
      expect.objectContaining({ code: 'NULL_VALUE', location: { type: 'a', column: 'x', row: first } }),
    );
    const builder = new GraphBuilder(undefined, { onIssue: 'collect' });
    builder.addNodes('a', { x: nodes[0]!.table.getChild('x')! });
    const graph = builder.build();
    expect(builder.issues.map(({ row }) => row)).toEqual([first, first + 2]);
    expect(Array.from(graph.nodeTable('a').getChild('x')!, (row) => row === null)).toEqual(
      [false, true, true, true, false].slice(1 - first),
    );
  }
});

it('a null within a row of plain arrays is an issue too', () => {
  for (const [cell, code] of [
    [null, 'NULL_VALUE'],
    ['2', 'WRONG_DTYPE'],
    [2n, 'WRONG_DTYPE'],
  ] as const) {
    const x = [
      [1, 2],
      [1, cell],
    ] as number[][];
    expect(() => new GraphBuilder().addNodes('a', { x })).toThrow(
      expect.objectContaining({ code, location: { type: 'a', column: 'x', row: 1 } }),
    );
  }
});

it('views of text are text', () => {
  const views = vectorFromArray(['a', null, 'longer than twelve bytes'], new Utf8View());
  const graph = graphFromArrow({ nodes: [{ type: 'a', table: new Table({ x: views }) }] });
  expect([...graph.nodeTable('a').getChild('x')!]).toEqual(['a', null, 'longer than twelve bytes']);
});

it('takes tables of another copy of apache-arrow, and names a version that it cannot take', () => {
  const other = createRequire(import.meta.url)('apache-arrow') as typeof import('apache-arrow');
  const type = ['a', 'r', 'a'] as const;
  const made = ({ Table: T, vectorFromArray: vector }: typeof other) =>
    graphFromArrow({
      nodes: [{ type: 'a', table: new T({ x: vector([1, 2]) }) }],
      edges: [{ type, table: new T({ source: vector([0, 1]), target: vector([1, 1]) }) }],
    });
  const own = { Table, vectorFromArray } as typeof other;
  expect(hashGraph(made(other))).toBe(hashGraph(made(own)));
  // Before version 21 tables and vectors have no mark by which other copies know them.
  const vector = { type: {}, data: [], length: 1, numChildren: 0, getChildAt: () => null } as unknown as Vector;
  const fields = [{ name: 'x' }];
  const table = { schema: { fields }, numRows: 1, batches: [], getChildAt: () => vector } as unknown as Table;
  const named = expect.objectContaining({ code: 'ARROW_COPY' });
  expect(() => graphFromArrow({ nodes: [{ type: 'a', table }] })).toThrow(named);
  expect(() => new GraphBuilder().addNodes('a', { x: vector })).toThrow(named);
  expect(() => new GraphBuilder().addEdges(type, { source: vector, target: vector })).toThrow(named);
  const schema: GraphSchema = { nodes: [{ name: 'a', columns: [] }], edges: [] };
  expect(() => HeteroGraph.fromTables(schema, { nodes: { a: table }, edges: [] })).toThrow(named);
});
