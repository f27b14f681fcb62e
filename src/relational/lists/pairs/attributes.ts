import type { Column, Database, ForeignKey, Table } from '../../database/types.js';

/** By which items may be alike, at most. */
const MOST = 8;

/** What of an item says to which others it is like: a category, or what a key of it refers to. */
export interface Attribute {
  readonly name: string;
  /** Of each item, [items]; -1: none. */
  readonly codes: Int32Array;
  readonly numCodes: number;
  /** From when on what the item refers to is known, [items]; absent: from the item on. */
  readonly known?: Float64Array;
}

/** Names of the columns of categories and of the keys of a table that some of its items share. @param items those that are looked at */
export function attributesOf(table: Table, items: Int32Array, omit: ReadonlySet<string>): string[] {
  const all: { readonly name: string; readonly codes: ArrayLike<number> }[] = [
    ...table.keys.flatMap((key) => (omit.has(key.table) ? [] : [{ name: key.name, codes: key.rows }])),
    ...table.columns.flatMap((column) => (isAttribute(column) ? [{ name: column.name, codes: column.codes }] : [])),
  ];
  const shared = all.filter(({ name, codes }) => {
    if (omit.has(`${table.name}.${name}`)) return false;
    const there = items.filter((item) => codes[item]! >= 0);
    const different = new Set(there.map((item) => codes[item]!)).size;
    return different > 1 && different <= there.length / 2;
  });
  return shared.slice(0, MOST).map(({ name }) => name);
}

/** @throws {Error} where the table has none of the name */
export function attributeNamed({ tables }: Database, table: Table, name: string): Attribute {
  const key = table.keys.find((each) => each.name === name);
  if (key) return ofKey(tables.get(key.table)!, key);
  const column = table.columns.find((each) => each.name === name);
  if (column?.kind !== 'category') throw new Error(`The table ${table.name} has no categories ${name}.`);
  return { name, codes: column.codes, numCodes: column.categories.length };
}

function ofKey({ time, numRows }: Table, { name, rows }: ForeignKey): Attribute {
  const known = time && Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : time[row]!));
  return { name, codes: rows, numCodes: numRows, ...(known ? { known } : {}) };
}

function isAttribute(column: Column): column is Extract<Column, { readonly kind: 'category' }> {
  return column.kind === 'category' && column.use === undefined;
}
