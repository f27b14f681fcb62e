import type { Anchors, CategoryColumn, Column, Database, Table } from '../../src/relational/index.js';
import { DAY, type Draw } from './random-database.js';

/** Row numbers of each table in a changed database, -1 where the row is gone. */
type Places = ReadonlyMap<string, Int32Array>;

/** The same rows in another order. */
export function shuffledDatabase(draw: Draw, database: Database): { database: Database; places: Places } {
  const kept = new Map([...database.tables].map(([name, { numRows }]) => [name, shuffled(draw, numRows)]));
  return rebuilt(database, kept);
}

/**
 * Rows that are later than a time deleted, changed and added at random, and those of no known time; added categories come before the others, so that all
 * codes change.
 */
export function changedAfter(draw: Draw, database: Database, until: number): { database: Database; places: Places } {
  const isSeen = ({ time }: Table, row: number) => time === undefined || time[row]! <= until;
  const kept = new Map(
    [...database.tables].map(([name, table]) => {
      const rows = Array.from({ length: table.numRows }, (_, row) => row);
      return [name, rows.filter((row) => isSeen(table, row) || draw(2) === 0)];
    }),
  );
  const { database: rest, places } = rebuilt(database, kept);
  const later = () => (draw(6) === 0 ? Number.NaN : until + DAY / 2 + 10 * DAY * draw(8));
  const tables = [...rest.tables.values()].map((table): Table => {
    const { time } = table;
    if (!time) return { ...table, columns: table.columns.map(withEarlierCategory) };
    const total = table.numRows + draw(5);
    const isNew = (row: number) => row >= table.numRows || !isSeen(table, row);
    const each = <T>(row: number, old: (row: number) => T, changed: () => T) =>
      isNew(row) && (row >= table.numRows || draw(2)) ? changed() : old(row);
    return {
      name: table.name,
      numRows: total,
      time: Float64Array.from({ length: total }, (_, row) => each(row, () => time[row]!, later)),
      columns: table.columns.map((column) => changedColumn(draw, withEarlierCategory(column), total, each)),
      keys: table.keys.map((key) => {
        const parents = rest.tables.get(key.table)!.numRows;
        return {
          ...key,
          rows: Int32Array.from({ length: total }, (_, row) =>
            each(
              row,
              () => key.rows[row]!,
              () => draw(parents + 1) - 1,
            ),
          ),
        };
      }),
    };
  });
  return { database: { tables: new Map(tables.map((table) => [table.name, table])) }, places };
}

/** The anchors of a database in the changed one; those of rows that are gone are left out. @returns with their places among the old ones */
export function anchorsIn(
  places: Places,
  { table, rows, times, seenUntil }: Anchors,
): { anchors: Anchors; at: number[] } {
  const place = places.get(table)!;
  const at = Array.from(rows.keys()).filter((i) => place[rows[i]!]! >= 0);
  return {
    at,
    anchors: {
      table,
      rows: Int32Array.from(at, (i) => place[rows[i]!]!),
      times: Float64Array.from(at, (i) => times[i]!),
      ...(seenUntil ? { seenUntil: Float64Array.from(at, (i) => seenUntil[i]!) } : {}),
    },
  };
}

function shuffled(draw: Draw, n: number): number[] {
  const rows = Array.from({ length: n }, (_, row) => row);
  for (let i = n - 1; i > 0; i--) {
    const j = draw(i + 1);
    [rows[i], rows[j]] = [rows[j]!, rows[i]!];
  }
  return rows;
}

/** A database of some rows of every table in a given order; keys to rows that are gone name none. */
function rebuilt(
  database: Database,
  kept: ReadonlyMap<string, readonly number[]>,
): { database: Database; places: Places } {
  const places = new Map(
    [...kept].map(([name, rows]) => {
      const place = new Int32Array(database.tables.get(name)!.numRows).fill(-1);
      for (const [to, row] of rows.entries()) place[row] = to;
      return [name, place];
    }),
  );
  const tables = [...database.tables.values()].map(({ name, time, columns, keys }): Table => {
    const rows = kept.get(name)!;
    return {
      name,
      numRows: rows.length,
      ...(time ? { time: Float64Array.from(rows, (row) => time[row]!) } : {}),
      columns: columns.map((column) =>
        column.kind === 'category'
          ? { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) }
          : { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) },
      ),
      keys: keys.map((key) => ({
        ...key,
        rows: Int32Array.from(rows, (row) => (key.rows[row]! < 0 ? -1 : places.get(key.table)![key.rows[row]!]!)),
      })),
    };
  });
  return { database: { tables: new Map(tables.map((table) => [table.name, table])) }, places };
}

function withEarlierCategory(column: Column): Column {
  if (column.kind !== 'category') return column;
  return {
    ...column,
    categories: ['a new one', ...column.categories],
    codes: column.codes.map((code) => (code < 0 ? -1 : code + 1)),
  };
}

type Each = <T>(row: number, old: (row: number) => T, changed: () => T) => T;

function changedColumn(draw: Draw, column: Column, total: number, each: Each): Column {
  if (column.kind === 'category') {
    const { codes, categories }: CategoryColumn = column;
    const code = () => draw(categories.length + 1) - 1;
    return { ...column, codes: Int32Array.from({ length: total }, (_, row) => each(row, () => codes[row]!, code)) };
  }
  const { values } = column;
  const number = () => [Number.NaN, 1e300, -1e300, 7, 0.7][draw(5)]!;
  return { ...column, values: Float64Array.from({ length: total }, (_, row) => each(row, () => values[row]!, number)) };
}
