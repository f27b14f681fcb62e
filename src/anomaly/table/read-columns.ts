import { expectArgument, HeteroGraphError } from '../../core/index.js';

/** A value of a table. Null, undefined and NaN are missing. */
export type Cell = string | number | boolean | bigint | Date | null | undefined;

/** The part of an Arrow table that is used. */
export interface ArrowColumns {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(name: string): (Iterable<unknown> & { get?(row: number): unknown }) | null;
}

/** Rows as columns by name, all of one length, or an Arrow table. */
export type EventTable = Readonly<Record<string, ArrayLike<Cell>>> | ArrowColumns;

/** The same, read. */
export interface Columns {
  readonly numRows: number;
  readonly columns: ReadonlyMap<string, ArrayLike<Cell>>;
}

/**
 * The columns of a table that are asked for, in that order.
 *
 * @param names default: all columns
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_COLUMN, SHAPE_MISMATCH naming the column; WRONG_DTYPE naming the row of an object
 */
export function readColumns(table: EventTable, names?: readonly string[]): Columns {
  expectArgument(table, 'object', 'table');
  const given = isArrow(table) ? table.schema.fields.map(({ name }) => name) : Object.keys(table);
  const columns = new Map<string, ArrayLike<Cell>>();
  let numRows = isArrow(table) ? table.numRows : undefined;
  for (const name of names ?? given) {
    if (!given.includes(name)) throw unknownColumn(name, given);
    const values = isArrow(table) ? Array.from(table.getChild(name) as Iterable<Cell>) : table[name]!;
    expectArgument(values, 'list', `table.${name}`);
    numRows ??= values.length;
    if (values.length !== numRows) {
      throw unequal(name, values.length, numRows);
    }
    expectCells(name, values);
    columns.set(name, values);
  }
  return { numRows: numRows ?? 0, columns };
}

/** One row of the columns that are asked for; of an Arrow table nothing else is read. @throws {HeteroGraphError} as `readColumns` does; INDEX_OUT_OF_RANGE */
export function readRow(table: EventTable, row: number, names: readonly string[]): Record<string, readonly Cell[]> {
  expectArgument(table, 'object', 'table');
  const { numRows, cellOf } = isArrow(table) ? arrowCells(table, names) : listCells(table, names);
  if (!Number.isInteger(row) || row < 0 || row >= numRows) {
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no row ${row}.`, {
      hint: numRows === 0 ? 'The table has no rows.' : `Rows are numbered from 0 to ${numRows - 1}.`,
    });
  }
  return Object.fromEntries(
    names.map((name) => {
      const cell = cellOf(name, row);
      expectCells(name, [cell], row);
      return [name, [cell]];
    }),
  );
}

function arrowCells(table: ArrowColumns, names: readonly string[]) {
  const given = table.schema.fields.map(({ name }) => name);
  for (const name of names) if (!given.includes(name)) throw unknownColumn(name, given);
  const cellOf = (name: string, row: number): Cell => {
    const column = table.getChild(name)!;
    return (column.get ? column.get(row) : Array.from(column)[row]) as Cell;
  };
  return { numRows: table.numRows, cellOf };
}

function listCells(table: Readonly<Record<string, ArrayLike<Cell>>>, names: readonly string[]) {
  for (const name of names) {
    if (!Object.hasOwn(table, name)) throw unknownColumn(name, Object.keys(table));
    expectArgument(table[name], 'list', `table.${name}`);
  }
  const numRows = names.length === 0 ? 0 : table[names[0]!]!.length;
  for (const name of names) if (table[name]!.length !== numRows) throw unequal(name, table[name]!.length, numRows);
  return { numRows, cellOf: (name: string, row: number): Cell => table[name]![row] };
}

function unequal(column: string, numValues: number, numRows: number): HeteroGraphError {
  return new HeteroGraphError('SHAPE_MISMATCH', `It has ${numValues} values, and the table ${numRows} rows.`, {
    column,
    hint: 'All columns must have one value a row.',
  });
}

function unknownColumn(name: string, given: readonly string[]): HeteroGraphError {
  return new HeteroGraphError('UNKNOWN_COLUMN', `The table has no column "${name}".`, {
    column: name,
    hint: `There are: ${given.slice(0, 20).join(', ') || 'none'}.`,
  });
}

/** @throws {HeteroGraphError} WRONG_DTYPE naming the row */
function expectCells(column: string, values: ArrayLike<Cell>, first = 0): void {
  if (ArrayBuffer.isView(values)) return;
  for (let row = 0; row < values.length; row++) {
    const cell = values[row];
    if ((typeof cell !== 'object' && typeof cell !== 'function') || cell === null || cell instanceof Date) continue;
    throw new HeteroGraphError('WRONG_DTYPE', 'It holds an object.', {
      ...{ column, row: first + row },
      hint: 'A column holds texts, numbers, true and false, dates, and null where there is none.',
    });
  }
}

function isArrow(table: EventTable): table is ArrowColumns {
  return typeof (table as ArrowColumns).getChild === 'function';
}

/** A cell as a text; null where it is missing. */
export function cellText(cell: Cell): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'number') return Number.isNaN(cell) ? null : String(cell);
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell.toISOString();
  return String(cell);
}

/** A cell as a number; NaN where it is missing or none. */
export function cellNumber(cell: Cell): number {
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'bigint' || typeof cell === 'boolean') return Number(cell);
  return cell instanceof Date ? cell.getTime() : Number.NaN;
}
