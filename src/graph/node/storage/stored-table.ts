import { type Data, DataType, type Table } from 'apache-arrow';
import { corrupt } from '../../../files/index.js';
import { arrowType, isNullable } from '../../columns/arrow-type.js';
import { nullColumn } from '../../columns/make.js';
import { chunk, numbers, sparseMatrix, validity } from '../../columns/read.js';
import { makeTable } from '../../columns/table.js';
import { verifiedTable } from '../../io/arrow/arrow-file.js';
import type { ColumnSchema } from '../../schema/schema.js';
import { arrowFolder } from '../graph-folders.js';

/**
 * An Arrow file as the table of a type: views of the bytes, nothing copied.
 *
 * @throws {HeteroGraphError} CORRUPT_FILE where it is no sound Arrow file, not of these columns and this many rows, or where
 * values are out of range that other data are looked up by
 */
export function tableOf(path: string, bytes: Uint8Array, columns: readonly ColumnSchema[], numRows: number): Table {
  const table = parseArrow(path, bytes);
  const { fields } = table.schema;
  if (table.batches.length > 1)
    throw corrupt(arrowFolder, path, `It has ${table.batches.length} record batches instead of one.`);
  if (fields.length !== columns.length)
    throw corrupt(arrowFolder, path, `It has ${fields.length} columns, not ${columns.length}.`);
  for (const [i, column] of columns.entries()) {
    const found = `${withoutMark(fields[i]!.name)} ${fields[i]!.type}`;
    const wanted = `${withoutMark(column.name)} ${arrowType(column)}`;
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
    const defect = defectOf(column, table.getChildAt(i)!.data[0]!, numRows);
    if (defect !== undefined) throw corrupt(arrowFolder, path, `Column ${column.name} ${defect}.`);
  }
  if (columns.every(({ name }, i) => name === fields[i]!.name)) return table;
  const children = columns.map((_, i) => chunk(table.getChildAt(i)!));
  return makeTable(columns, children, numRows);
}

/** The Arrow library drops U+FEFF at the beginning of a name. */
function withoutMark(name: string): string {
  return name.replace(/^\uFEFF/, '');
}

/** The ends of edges must be nodes: what is made of them reads and writes at these places. @throws {HeteroGraphError} */
export function checkEnds(path: string, table: Table, name: string, numNodes: number): void {
  const ends = chunk(table.getChild(name)!);
  const rows = numbers<Int32Array>(ends);
  let isSound = true;
  for (let e = 0; e < rows.length; e++) isSound &&= rows[e]! >>> 0 < numNodes;
  if (!isSound) throw corrupt(arrowFolder, path, `Column ${name} holds a row that is none of the ${numNodes} nodes.`);
}

/**
 * Checks in no time that a file has the rows that the manifest states: memory is set aside by that number before columns are
 * read. @throws {HeteroGraphError} CORRUPT_FILE
 */
export function checkNumRows(path: string, bytes: Uint8Array, numRows: number): void {
  const table = parseArrow(path, bytes, false);
  const isSound = table.batches.every(({ data }) => data.children.every((child) => reaches(child, numRows)));
  if (table.numRows !== numRows || !isSound)
    throw corrupt(arrowFolder, path, `It does not have the ${numRows} rows that the manifest states.`);
}

/** Whether the buffers of a column can hold so many rows. */
function reaches({ type, valueOffsets, values, children }: Data, numRows: number): boolean {
  if (numRows === 0) return true;
  if (valueOffsets) return valueOffsets.length > numRows;
  if (DataType.isFixedSizeList(type)) return reaches(children[0]!, numRows * type.listSize);
  return values === undefined || values.byteLength * 8 >= numRows;
}

export function parseArrow(path: string, bytes: Uint8Array, isDeep = true): Table {
  try {
    return verifiedTable(bytes, isDeep);
  } catch (cause) {
    throw corrupt(arrowFolder, path, 'It is no sound Arrow file.', cause);
  }
}

/** What is wrong with a column whose buffers are long enough; undefined where it is sound. */
function defectOf(column: ColumnSchema, data: Data, numRows: number): string | undefined {
  if (data.length !== numRows) return `has ${data.length} rows instead of ${numRows}`;
  const valid = validity(data);
  const numNulls = valid ? valid.reduce((sum, bit) => sum + 1 - bit, 0) : 0;
  if (data.nullCount !== numNulls) return `states ${data.nullCount} nulls and has ${numNulls}`;
  if (numNulls > 0 && !isNullable(column)) return 'has nulls and is not nullable';
  if (data.valueOffsets && numRows > 0 && data.valueOffsets[0] !== 0) return 'does not begin at 0';
  if (column.type === 'sparse') {
    const { indices, width } = sparseMatrix(data, column.width ?? 0);
    if (indices.some((index) => index >>> 0 >= width)) return `has an entry outside its width of ${width}`;
  }
  if (column.role === 'label' && column.type === 'int32') {
    const limit = column.classes?.length ?? 2 ** 31;
    if (numbers<Int32Array>(data).some((label, row) => label >>> 0 >= limit && valid?.[row] !== 0)) {
      return column.classes ? `has a label that is none of its ${limit} classes` : 'has a negative label';
    }
  }
  return undefined;
}
