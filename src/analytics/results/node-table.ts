import {
  type Data,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
} from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import { textColumn } from '../../graph/internal.js';
import { idOf, typeOf } from '../project/node-refs.js';
import type { ProjectedGraph } from '../project/projected-graph.js';

/** The column of a node's values. */
export interface ResultColumn {
  readonly values: Float64Array | Int32Array | Float32Array;
  /** Numbers a node; undefined: one, and the column holds numbers instead of lists. */
  readonly width?: number;
}

/**
 * Nodes as an Arrow table of one record batch: `type`, `id` and the columns. Ids are int32 where all of them are such numbers, else text; NaN
 * becomes null. O(N).
 *
 * @throws {HeteroGraphError} INVALID_OPTION where a column is called `type` or `id`
 */
export function nodeArrow(graph: ProjectedGraph, columns: Readonly<Record<string, ResultColumn>>): Table {
  const { numNodes } = graph;
  const taken = Object.keys(columns).find((name) => name === 'type' || name === 'id');
  if (taken !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', `The column ${taken} names the nodes already.`, {
      column: 'name',
      hint: 'Give the column of the result another name.',
    });
  }
  const ids = Array.from({ length: numNodes }, (_, node) => {
    const type = typeOf(graph, node);
    return idOf(type, node - type.start);
  });
  const areNumbers = ids.every((id) => typeof id === 'number' && Number.isInteger(id) && Math.abs(id) < 2 ** 31);
  const children: [string, Data][] = [
    ['type', textColumn(numNodes, (node) => typeOf(graph, node).name)],
    [
      'id',
      areNumbers
        ? makeData({ type: new Int32(), data: Int32Array.from(ids as number[]) })
        : textColumn(numNodes, (node) => String(ids[node])),
    ],
    ...Object.entries(columns).map(([name, column]): [string, Data] => [name, columnData(column, numNodes)]),
  ];
  const schema = new Schema(children.map(([name, { type, nullCount }]) => new Field(name, type, nullCount > 0)));
  const data = makeData({
    type: new Struct(schema.fields),
    ...{ length: numNodes, nullCount: 0, children: children.map(([, child]) => child) },
  });
  return new Table(schema, [new RecordBatch(schema, data)]);
}

function columnData({ values, width }: ResultColumn, numNodes: number): Data {
  if (values instanceof Int32Array) return makeData({ type: new Int32(), data: values });
  if (values instanceof Float64Array) return withNulls(values);
  const child = makeData({ type: new Float32(), data: values });
  const type = new FixedSizeList(width ?? 1, new Field('item', new Float32(), false));
  return makeData({ type, length: numNodes, nullCount: 0, child });
}

function withNulls(values: Float64Array): Data {
  const numNulls = values.reduce((sum, value) => sum + Number(Number.isNaN(value)), 0);
  if (numNulls === 0) return makeData({ type: new Float64(), data: values });
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  for (let v = 0; v < values.length; v++) if (!Number.isNaN(values[v])) nullBitmap[v >> 3]! |= 1 << (v & 7);
  return makeData({ type: new Float64(), data: values, nullBitmap, nullCount: numNulls });
}
