import { keyStem } from '../../../datasets/internal.js';
import { idsOf } from '../../database/row-ids.js';
import type { Column, Database, ForeignKey, Table } from '../../database/types.js';
import { followed } from '../../query/key-path.js';
import { columnNamed, keyNamed } from '../../query/names.js';
import { invalidQuery } from '../../query/tokens.js';
import type { Measure, Name } from '../../query/types.js';
import { placesOf } from './id-places.js';

/** All items that there may be. */
export interface Items {
  /** A table, or `table.column`, for people. */
  readonly name: string;
  /** Absent where items are the values of a column. */
  readonly table?: Table;
  /** What they are called outside: ids of rows, or values. */
  readonly ids: readonly (string | number)[];
  /** Of each item its place in the order of ids, [items]. */
  readonly places: Int32Array;
}

/** What each row of a table lists. */
export interface Listed {
  readonly items: Items;
  /** Item of each row of the table, [rows]; -1: none. */
  readonly rows: Int32Array;
  /** Keys that lead from the rows to what is listed, or to the table of the column. */
  readonly way: readonly ForeignKey[];
  /** Where values of a column are listed. */
  readonly column?: { readonly table: Table; readonly column: Column };
}

/** Different values that a column may have to be listed. */
const MOST_VALUES = 10_000;
/** So many different values are few whatever the number of rows. */
const FEW_VALUES = 20;

/**
 * What a LIST lists: rows that a key refers to, or values of a column.
 *
 * @param mayBeMany whether a column may have any number of different values, as where the query was asked of another state of the database
 * @throws {HeteroGraphError} INVALID_QUERY
 */
export function listedBy(
  database: Database,
  table: Table,
  { column, further = [] }: Measure,
  query: string,
  mayBeMany: boolean,
): Listed {
  const way: ForeignKey[] = [];
  let at = table;
  const names = [column!, ...further];
  for (const [i, name] of names.entries()) {
    const key = keyOfName(at, name, query, i < names.length - 1);
    if (!key) return listedColumn(at, name, { way, table, query, mayBeMany });
    way.push(key);
    at = database.tables.get(key.table)!;
  }
  return { items: itemsOf(at), rows: followed(way), way };
}

/** A key by its name, by the table that it leads to, or by either with an ending such as `_id`. @param isNeeded whether a column cannot be meant */
function keyOfName(table: Table, name: Name, query: string, isNeeded: boolean): ForeignKey | undefined {
  const stem = { ...name, text: keyStem(name.text) };
  for (const each of [name, stem]) {
    try {
      return keyNamed(table, each, query);
    } catch {
      // Another name, or a column.
    }
  }
  return isNeeded ? keyNamed(table, name, query) : undefined;
}

function itemsOf(table: Table): Items {
  const ids = idsOf(table);
  return { name: table.name, table, ids, places: placesOf(ids) };
}

interface Asked {
  readonly way: readonly ForeignKey[];
  readonly table: Table;
  readonly query: string;
  readonly mayBeMany: boolean;
}

function listedColumn(at: Table, name: Name, { way, table, query, mayBeMany }: Asked): Listed {
  if (at.columns.every((column) => column.name.toLowerCase() !== name.text.toLowerCase()))
    throw invalidQuery(
      query,
      name.at,
      `The table ${at.name} has no key and no column "${name.text}" that can be listed.`,
      `It has the keys ${at.keys.map((key) => key.name).join(', ') || '(none)'} and the columns ${at.columns.map((each) => each.name).join(', ') || '(none)'}.`,
    );
  const column = columnNamed(at, name, query);
  const values = way.length === 0 ? undefined : followed(way);
  const codes = codesOf(column);
  const rows = values ? values.map((row) => (row < 0 ? -1 : codes.codes[row]!)) : codes.codes;
  const there = codes.codes.reduce((count, code) => count + Number(code >= 0), 0);
  const { length } = codes.ids;
  const isMany = !mayBeMany && (length > MOST_VALUES || (length > FEW_VALUES && length > there / 2));
  if (column.kind === 'date' || isMany)
    throw invalidQuery(
      query,
      name.at,
      column.kind === 'date'
        ? `${column.name} holds dates, which are no items.`
        : `${column.name} has ${length} different values in ${there} rows: too many to be items.`,
      `List what a key refers to${keysText(table)}, or a column of few different values.`,
    );
  return {
    ...{ items: { name: `${at.name}.${column.name}`, ids: codes.ids, places: placesOf(codes.ids) }, rows, way },
    column: { table: at, column },
  };
}

function codesOf(column: Column): { readonly codes: Int32Array; readonly ids: readonly (string | number)[] } {
  if (column.kind === 'category') return { codes: column.codes, ids: column.categories };
  const values = [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const places = new Map(values.map((value, place) => [value, place]));
  return { codes: Int32Array.from(column.values, (value) => places.get(value) ?? -1), ids: values };
}

function keysText({ name, keys }: Table): string {
  return keys.length === 0 ? '' : `, such as LIST(${name}.${keys.at(-1)!.name})`;
}
