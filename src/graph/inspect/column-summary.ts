import type { Table } from 'apache-arrow';
import { chunk } from '../columns/read.js';
import { type Cells, cellsOf } from '../features/cells.js';
import type { ColumnKind } from '../features/encoding.js';
import { fitColumn } from '../features/fit-column.js';
import type { ColumnSchema } from '../schema/schema.js';

/** A column and what its cells are like. */
export interface ColumnSummary extends ColumnSchema {
  /** Rows without a value, texts of blanks alone among them. */
  readonly nulls: number;
  /** Different values, counted up to 100,000; undefined of matrices. */
  readonly distinct: number | undefined;
  /** What the column holds as `fitFeatures` sees it, by the first million rows. */
  readonly found: ColumnKind;
}

const MOST_DISTINCT = 100_000;
const MOST_ROWS = 1_000_000;

/** Summaries of the columns of a table. @param first place of the first of them in the table */
export function summariseColumns(columns: readonly ColumnSchema[], table: Table, first = 0): ColumnSummary[] {
  return columns.map((column, at): ColumnSummary => {
    const vector = table.getChildAt(first + at)!;
    if (vector.length === 0) return { ...column, nulls: 0, distinct: 0, found: 'empty' };
    const data = chunk(vector);
    if (column.type === 'dense' || column.type === 'sparse') {
      return { ...column, nulls: data.nullCount, distinct: undefined, found: 'vector' };
    }
    const cells = cellsOf(column, data);
    const rows = Int32Array.from({ length: Math.min(MOST_ROWS, cells.numRows) }, (_, row) => row);
    const found = column.role === 'id' ? 'identifier' : fitColumn(cells, rows).found;
    return { ...column, ...count(cells), found };
  });
}

function count(cells: Cells): Pick<ColumnSummary, 'nulls' | 'distinct'> {
  const isText = cells.column.type === 'utf8';
  const values = new Set<string | number>();
  let nulls = 0;
  for (let row = 0; row < cells.numRows; row++) {
    const value = isText ? cells.text(row) : cells.number(row);
    if (value === null || Number.isNaN(value)) nulls++;
    else if (values.size < MOST_DISTINCT) values.add(value);
  }
  return { nulls, distinct: values.size };
}
