import type { Data, Vector } from 'apache-arrow';
import type { SparseMatrix } from '../../core/index.js';
import type { Report } from '../schema/issues.js';
import type { ColumnSchema } from '../schema/schema.js';
import { type ColumnData, isMatrix } from './column-data.js';
import { denseColumn, sparseColumn } from './make.js';

/** Dense and sparse columns: a matrix, or for dense ones an array of rows of numbers. */
export function encodeMatrix(
  column: ColumnSchema,
  data: Exclude<ColumnData, Vector>,
  { adopt, report, firstRow }: { adopt?: boolean; report: Report; firstRow: number },
): Data | undefined {
  const width = column.width ?? 0;
  if (!isMatrix(data)) {
    if (column.type === 'dense' && Array.isArray(data)) return encodeRows(data, width, report, firstRow);
    report('WRONG_DTYPE', `Scalars were given instead of a ${column.type} matrix.`);
    return undefined;
  }
  if (data.kind !== column.type) {
    report('WRONG_DTYPE', `A ${data.kind} matrix was given instead of a ${column.type} one.`);
    return undefined;
  }
  // A sparse matrix may be narrower than declared: its last columns are empty.
  if (data.kind === 'dense' ? data.width !== width : data.width > width) {
    report('SHAPE_MISMATCH', `A matrix of width ${data.width} was given where ${width} is declared.`);
    return undefined;
  }
  if (data.kind === 'dense') {
    if (data.values.length !== data.numRows * width) {
      report('SHAPE_MISMATCH', `${data.values.length} values were given for ${data.numRows} rows of ${width}.`);
      return undefined;
    }
    return denseColumn(adopt ? data : { ...data, values: data.values.slice() }, data.valid);
  }
  const defect = sparseDefect(data);
  if (defect !== undefined) {
    report('SHAPE_MISMATCH', defect);
    return undefined;
  }
  const { indptr, indices, values } = data;
  const copy = adopt ? data : { ...data, indptr: indptr.slice(), indices: indices.slice(), values: values.slice() };
  return sparseColumn(copy, data.valid);
}

function sparseDefect({ numRows, indptr, indices, values }: SparseMatrix): string | undefined {
  if (indptr.length !== numRows + 1 || indptr[0] !== 0) return `indptr must be ${numRows + 1} long and start with 0.`;
  for (let row = 0; row < numRows; row++) {
    if (indptr[row + 1]! < indptr[row]!) return `indptr decreases at row ${row}.`;
  }
  const numEntries = indptr[numRows]!;
  return indices.length === numEntries && values.length === numEntries
    ? undefined
    : `indptr ends at ${numEntries}, but there are ${indices.length} indices and ${values.length} values.`;
}

function encodeRows(rows: readonly unknown[], width: number, report: Report, firstRow: number): Data {
  const values = new Float32Array(rows.length * width);
  const valid = new Uint8Array(rows.length);
  for (const [row, cells] of rows.entries()) {
    if (cells === null || cells === undefined) continue;
    const isRow = typeof cells === 'object' && 'length' in cells;
    if (!isRow || cells.length !== width) {
      const given = isRow ? `a row of ${String(cells.length)} numbers` : typeof cells;
      report(
        isRow ? 'SHAPE_MISMATCH' : 'WRONG_DTYPE',
        `${given} was given instead of a row of ${width} numbers.`,
        firstRow + row,
      );
      continue;
    }
    const wrong = Array.isArray(cells) ? cells.findIndex((cell) => typeof cell !== 'number') : -1;
    if (wrong >= 0) {
      const isNull = ((cells as unknown as unknown[])[wrong] ?? null) === null;
      const message = isNull ? `Entry ${wrong} of the row is missing.` : `Entry ${wrong} of the row is no number.`;
      report(isNull ? 'NULL_VALUE' : 'WRONG_DTYPE', message, firstRow + row);
      continue;
    }
    valid[row] = 1;
    values.set(cells as ArrayLike<number>, row * width);
  }
  return denseColumn({ kind: 'dense', numRows: rows.length, width, values }, valid);
}
