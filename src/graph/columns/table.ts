import { type Data, makeData, RecordBatch, Schema, Struct, Table } from 'apache-arrow';
import type { ColumnSchema } from '../schema/schema.js';
import { arrowField } from './arrow-type.js';

/** One table of one record batch. `numRows` counts where there is no column. */
export function makeTable(columns: readonly ColumnSchema[], children: readonly Data[], numRows: number): Table {
  const schema = new Schema(columns.map(arrowField));
  const data = makeData({ type: new Struct(schema.fields), length: numRows, nullCount: 0, children: [...children] });
  return new Table(new RecordBatch(schema, data));
}
