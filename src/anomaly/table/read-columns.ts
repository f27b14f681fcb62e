import { expectArgument, HeteroGraphError } from '../../core/index.js';

/** A value of a table. Null, undefined and NaN are missing. */
export type Cell = string | number | boolean | bigint | Date | null | undefined;

/** The part of an Arrow table that is used. */
export interface ArrowColumns {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChild(name: string): Iterable<unknown> | null;
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
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_COLUMN, SHAPE_MISMATCH naming the column
 */
export function readColumns(table: EventTable, names?: readonly string[]): Columns {
  expectArgument(table, 'object', 'table');
  const given = isArrow(table) ? table.schema.fields.map(({ name }) => name) : Object.keys(table);
  const columns = new Map<string, ArrayLike<Cell>>();
  let numRows = isArrow(table) ? table.numRows : undefined;
  for (const name of names ?? given) {
    if (!given.includes(name)) {
      throw new HeteroGraphError('UNKNOWN_COLUMN', `The table has no column "${name}".`, {
        column: name,
        hint: `There are: ${given.slice(0, 20).join(', ') || 'none'}.`,
      });
    }
    const values = isArrow(table) ? Array.from(table.getChild(name) as Iterable<Cell>) : table[name]!;
    expectArgument(values, 'list', `table.${name}`);
    numRows ??= values.length;
    if (values.length !== numRows) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `It has ${values.length} values, and the table ${numRows} rows.`, {
        column: name,
        hint: 'All columns must have one value a row.',
      });
    }
    columns.set(name, values);
  }
  return { numRows: numRows ?? 0, columns };
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
