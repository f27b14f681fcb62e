import {
  Dictionary,
  Field,
  Int8,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ArrowGraph, graphFromArrow, hashGraph } from '../../../src/graph/index.js';
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
