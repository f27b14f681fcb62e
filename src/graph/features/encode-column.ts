import type { DenseMatrix, SparseMatrix } from '../../core/index.js';
import { hashWords } from '../transforms/hash-words.js';
import type { Cells } from './cells.js';
import { type ColumnEncoding, widthOf } from './encoding.js';
import { signedLog } from './fit-column.js';
import { isoSeconds } from './iso-date.js';
import { encodeTags } from './tags.js';

/** Standardised numbers are cut off here: one wild value shall not rule a prediction. */
const FARTHEST = 10;
const DAY = 86_400;
const YEAR = 365.2425 * DAY;

/** The values of a plain column as a matrix, [N, width]. Values that the encoding does not know count as others, or as missing. */
export function encodeColumn(cells: Cells, encoding: ColumnEncoding): DenseMatrix | SparseMatrix {
  switch (encoding.kind) {
    case 'text':
      return withRowsOfLengthOne(
        hashWords(cells.numRows, (row) => [cells.text(row)], {
          width: encoding.width,
          values: 'sublinear',
          signed: true,
        }),
      );
    case 'tags':
      return encodeTags(cells, encoding);
    case 'category': {
      const places = new Map(encoding.categories.map((text, c) => [text, c]));
      const others = encoding.categories.length;
      const indices = Int32Array.from(
        { length: cells.numRows },
        (_, row) => places.get(cells.text(row) ?? '') ?? others,
      );
      const indptr = Int32Array.from({ length: cells.numRows + 1 }, (_, row) => row);
      const values = new Float32Array(cells.numRows).fill(1);
      return { kind: 'sparse', numRows: cells.numRows, width: others + 1, indptr, indices, values };
    }
    default:
      return denseRows(cells, encoding);
  }
}

function denseRows(cells: Cells, encoding: ColumnEncoding): DenseMatrix {
  const { numRows } = cells;
  const width = widthOf(encoding);
  const values = new Float32Array(numRows * width);
  const isText = cells.column.type === 'utf8';
  for (let row = 0; row < numRows; row++) {
    const text = isText ? cells.text(row) : null;
    const value = isText ? (text === null ? Number.NaN : isoSeconds(text)) : cells.number(row);
    const at = row * width;
    if (Number.isNaN(value)) {
      if ('hasMissing' in encoding && encoding.hasMissing) values[at + width - 1] = 1;
      continue;
    }
    if (encoding.kind === 'boolean') values[at] = value === 0 ? -1 : 1;
    else if (encoding.kind === 'number') {
      values[at] = standardised(encoding.log ? signedLog(value) : value, encoding);
    } else if (encoding.kind === 'date') {
      values[at] = standardised(value, encoding);
      cycle(values, at + 1, value / YEAR);
      // The first of January 1970 was a Thursday.
      cycle(values, at + 3, (value / DAY + 3) / 7);
      if (encoding.hasTimes) cycle(values, at + 5, value / DAY);
    }
  }
  return { kind: 'dense', numRows, width, values };
}

function standardised(
  value: number,
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
): number {
  return Math.max(-FARTHEST, Math.min(FARTHEST, (value - mean) / deviation));
}

function cycle(out: Float32Array, at: number, turns: number): void {
  const angle = 2 * Math.PI * (turns - Math.floor(turns));
  out[at] = Math.sin(angle);
  out[at + 1] = Math.cos(angle);
}

function withRowsOfLengthOne(matrix: SparseMatrix): SparseMatrix {
  const { numRows, indptr, values } = matrix;
  for (let row = 0; row < numRows; row++) {
    const own = values.subarray(indptr[row], indptr[row + 1]);
    const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
    if (length > 0) for (let i = 0; i < own.length; i++) own[i]! /= length;
  }
  return matrix;
}
