import { type Data, type Table, tableFromIPC } from 'apache-arrow';
import { corrupt } from '../../../files/index.js';
import { arrowType } from '../../columns/arrow-type.js';
import { nullColumn } from '../../columns/make.js';
import { makeTable } from '../../columns/table.js';
import type { ColumnSchema } from '../../schema/schema.js';
import { arrowFolder } from '../graph-folders.js';

/**
 * An Arrow file as the table of a type: views of the bytes, nothing copied.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE where it is no Arrow file, or not of these columns and this many rows
 */
export function tableOf(path: string, bytes: Uint8Array, columns: readonly ColumnSchema[], numRows: number): Table {
  const table = parseArrow(path, bytes);
  const { fields } = table.schema;
  if (table.batches.length > 1)
    throw corrupt(arrowFolder, path, `It has ${table.batches.length} record batches instead of one.`);
  if (fields.length !== columns.length)
    throw corrupt(arrowFolder, path, `It has ${fields.length} columns, not ${columns.length}.`);
  for (const [i, column] of columns.entries()) {
    const found = `${fields[i]!.name} ${fields[i]!.type}`;
    const wanted = `${column.name} ${arrowType(column)}`;
    if (found !== wanted) throw corrupt(arrowFolder, path, `Column ${i} is ${found} instead of ${wanted}.`);
  }
  if (table.batches.length === 0) {
    if (numRows > 0) throw corrupt(arrowFolder, path, `It has no rows instead of ${numRows}.`);
    return makeTable(
      columns,
      columns.map((column) => nullColumn(column, 0)),
      0,
    );
  }
  if (table.numRows !== numRows)
    throw corrupt(arrowFolder, path, `It has ${table.numRows} rows instead of ${numRows}.`);
  for (const [i, column] of columns.entries()) {
    if (!isComplete(column, table.getChildAt(i)!.data[0]!, numRows)) {
      throw corrupt(arrowFolder, path, `The buffers of column ${column.name} are too short.`);
    }
  }
  return table;
}

export function parseArrow(path: string, bytes: Uint8Array): Table {
  try {
    return tableFromIPC(bytes);
  } catch (cause) {
    throw corrupt(arrowFolder, path, 'It is no Arrow file.', cause);
  }
}

/** Whether every buffer reaches to the last row; looks at ends only. */
function isComplete({ type, width = 0 }: ColumnSchema, data: Data, numRows: number): boolean {
  if (data.length !== numRows) return false;
  if (data.nullCount > 0 && data.nullBitmap.length * 8 < numRows) return false;
  if (numRows === 0) return true;
  const offsets = data.valueOffsets as Int32Array | undefined;
  const end = offsets ? (offsets.length > numRows ? offsets[numRows]! : Number.POSITIVE_INFINITY) : numRows;
  switch (type) {
    case 'bool':
      return data.values.length * 8 >= numRows;
    case 'utf8':
      return end === 0 || data.values.length >= end;
    case 'dense':
      return data.children[0]!.values.length >= numRows * width;
    case 'sparse':
      return data.children[0]!.children.every((child) => end === 0 || child.values.length >= end);
    default:
      return data.values.length >= numRows;
  }
}
