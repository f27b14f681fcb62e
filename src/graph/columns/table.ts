import { type Data, makeData, RecordBatch, Schema, Struct, Table } from 'apache-arrow';
import type { ColumnSchema } from '../schema.js';
import { arrowField } from './arrow-type.js';

/** The columns that every edge table starts with. */
export const END_COLUMNS: readonly ColumnSchema[] = [
  { name: 'source', type: 'int32', role: 'attribute' },
  { name: 'target', type: 'int32', role: 'attribute' },
];

/** One table of one record batch. `numRows` counts where there is no column. */
export function makeTable(columns: readonly ColumnSchema[], children: readonly Data[], numRows: number): Table {
  const schema = new Schema(columns.map(arrowField));
  const data = makeData({ type: new Struct(schema.fields), length: numRows, nullCount: 0, children: [...children] });
  return new Table(new RecordBatch(schema, data));
}
