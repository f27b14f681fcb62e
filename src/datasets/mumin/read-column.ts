import type { ColumnData, ColumnSchema } from '../../graph/index.js';
import { cellText } from '../sources/base/cell-text.js';
import { badCell, isNothing, listOf } from './bad-cell.js';
import type { Frame } from './frame.js';
import type { MuminColumn } from './layout.js';
import type { Vectors } from './vectors.js';

/**
 * A column of a table for the rows that are kept; undefined where the table has none, or no vector in it.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW naming file, row and column
 */
export function readColumn(
  frame: Frame,
  { name, kind }: MuminColumn,
  rows: Int32Array,
): readonly [ColumnSchema, ColumnData] | undefined {
  if (kind === 'vector') {
    const vectors = frame.vectors.get(name);
    return vectors && vectors.width > 0 ? matrix(name, vectors, rows) : undefined;
  }
  const cells = frame.cells.get(name);
  if (!cells) return undefined;
  const place = { name, nullable: true } as const;
  if (kind === 'count')
    return [{ ...place, type: 'float32', role: 'feature' }, numbers(frame, name, cells, rows, Number.isFinite)];
  if (kind === 'flag') return [{ ...place, type: 'bool', role: 'feature' }, numbers(frame, name, cells, rows, isBit)];
  return [{ ...place, type: 'utf8', role: kind === 'text' ? 'text' : 'attribute' }, texts(cells, rows)];
}

/** Texts of the cells of some rows; those of a list with commas between them. */
export function texts(cells: readonly unknown[], rows: Int32Array): (string | null)[] {
  return Array.from(rows, (row) => {
    const cell = cells[row];
    const list = listOf(cell);
    return list ? Array.from(list, (each) => cellText(each) ?? '').join(', ') : (cellText(cell) ?? null);
  });
}

function isBit(value: number): boolean {
  return value === 0 || value === 1;
}

function numbers(
  { file }: Frame,
  column: string,
  cells: readonly unknown[],
  rows: Int32Array,
  fits: (value: number) => boolean,
) {
  return Array.from(rows, (row) => {
    const cell = cells[row];
    if (isNothing(cell)) return null;
    const number = ['bigint', 'boolean', 'number'].includes(typeof cell) ? Number(cell) : Number.NaN;
    if (!fits(number)) throw badCell({ file, row, column }, `${String(cell)} is no such value`);
    return number;
  });
}

function matrix(
  name: string,
  { width, values, places }: Vectors,
  rows: Int32Array,
): readonly [ColumnSchema, ColumnData] {
  const [kept, valid] = [new Float32Array(rows.length * width), new Uint8Array(rows.length)];
  for (const [i, row] of rows.entries()) {
    const at = places[row]!;
    if (at < 0) continue;
    kept.set(values.subarray(at * width, (at + 1) * width), i * width);
    valid[i] = 1;
  }
  const schema = { name, type: 'dense', role: 'feature', width, nullable: true } as const;
  return [schema, { kind: 'dense', numRows: rows.length, width, values: kept, valid }];
}
