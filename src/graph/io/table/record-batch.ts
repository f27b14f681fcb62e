import { Field, makeData, RecordBatch, Schema, Struct, type Vector } from 'apache-arrow';

/** A record batch of columns of equal length; every field may hold nulls, so that batches of one source agree. */
export function recordBatch(
  columns: readonly (readonly [name: string, column: Vector])[],
  numRows: number,
): RecordBatch {
  const schema = new Schema(columns.map(([name, { type }]) => new Field(name, type, true)));
  const children = columns.map(([, vector]) => vector.data[0]!);
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: numRows, nullCount: 0, children }),
  );
}
