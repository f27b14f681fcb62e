import type { Vector } from 'apache-arrow';
import { chunk, denseMatrix, sparseMatrix, validity } from '../../columns/read.js';
import { textReader } from '../../columns/text.js';
import type { ColumnSchema } from '../../schema/schema.js';
import { isNamedLabel } from './column-plan.js';

/** A cell as a plain value: a dense row is an array of numbers, a sparse one an array of [index, value] pairs. */
export type PlainValue = null | string | number | bigint | boolean | readonly number[] | readonly [number, number][];

/** Reads the cells of a column as plain values; labels come as names of classes where these have names. */
export function plainReader(column: ColumnSchema, vector: Vector): (row: number) => PlainValue {
  if (vector.length === 0) return () => null;
  const valid = validity(chunk(vector));
  const read = validReader(column, vector);
  return valid ? (row) => (valid[row] ? read(row) : null) : read;
}

function validReader(column: ColumnSchema, vector: Vector): (row: number) => PlainValue {
  if (column.type === 'dense') {
    const { values, width } = denseMatrix(chunk(vector), column.width!);
    return (row) => Array.from(values.subarray(row * width, (row + 1) * width));
  }
  if (column.type === 'sparse') {
    const { indptr, indices, values } = sparseMatrix(chunk(vector), column.width!);
    return (row) => {
      const pairs: [number, number][] = [];
      for (let e = indptr[row]!; e < indptr[row + 1]!; e++) pairs.push([indices[e]!, values[e]!]);
      return pairs;
    };
  }
  if (column.role === 'label' && column.classes && isNamedLabel(column)) {
    const { classes } = column;
    return (row) => classes[vector.get(row) as number] ?? null;
  }
  // Arrow's own reader drops U+FEFF at the beginning of a text.
  if (column.type === 'utf8') return textReader(chunk(vector));
  return (row) => vector.get(row) as PlainValue;
}

/** Shortest text that gives the number back, for float32 as that. The sign of zero is kept. */
export function numberText(value: number, type: ColumnSchema['type']): string {
  if (Object.is(value, -0)) return '-0';
  const isSingle = type === 'float32' || type === 'dense' || type === 'sparse';
  return String(isSingle ? Number(value.toPrecision(9)) : value);
}
