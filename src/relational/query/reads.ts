import type { Database, Table } from '../database/types.js';
import { columnNamed, tableNamed } from './names.js';
import type { ForecastQuery, Measure, Name } from './types.js';

/** A column that a query reads, and the place in the query where it stands. */
export interface QueryRead {
  /** As `table.column`. */
  readonly column: string;
  readonly at: number;
}

/** Columns that say of which rows a query asks: those of its conditions, and what is measured of the past in these. */
export function askedReads(database: Database, { entity, where, text }: ForecastQuery): QueryRead[] {
  return where.flatMap((condition) => {
    if (condition.kind === 'column') return [readOf(tableNamed(database, entity, text), condition.column, text)];
    return measureReads(database, condition.measure, text);
  });
}

/** Columns by which the rows that a measure counts are chosen, and the one that it takes of each; keys are none. */
export function measureReads(database: Database, { table: of, where, column }: Measure, query: string): QueryRead[] {
  const table = tableNamed(database, of, query);
  return [
    ...where.map((condition) => readOf(table, condition.column, query)),
    ...(column && !isKey(table, column) ? [readOf(table, column, query)] : []),
  ];
}

function readOf(table: Table, name: Name, query: string): QueryRead {
  return { column: `${table.name}.${columnNamed(table, name, query).name}`, at: name.at };
}

function isKey({ keys }: Table, { text }: Name): boolean {
  return keys.some(({ name }) => name.toLowerCase() === text.toLowerCase());
}
