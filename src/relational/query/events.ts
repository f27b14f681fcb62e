import { firstAfter } from '../aggregates/first-after.js';
import type { Column, Database, Table } from '../database/types.js';
import { entityRows } from './key-path.js';
import { columnNamed, tableNamed } from './names.js';
import { rowsWhere } from './row-conditions.js';
import { invalidQuery } from './tokens.js';
import type { Measure } from './types.js';

/** The rows that a measure counts, by the entity that they belong to and in the order of their times. */
export interface Events {
  readonly measure: Measure;
  readonly table: Table;
  readonly column: Column | undefined;
  /** Of each entity, where its rows begin in `times` and `values`, [entities + 1]. */
  readonly offsets: Int32Array;
  /** Seconds since 1970, ascending within an entity. */
  readonly times: Float64Array;
  /** Of the column (codes of categories); NaN where there is none, and everywhere where no column is measured. */
  readonly values: Float64Array;
  /** Rows that count but have no time. */
  readonly numUntimed: number;
}

/**
 * The events of a measure.
 *
 * @param isCompared whether the measure is compared with a number
 * @param mayLack whether no row need have a category that is named
 * @throws {HeteroGraphError} INVALID_QUERY
 */
export function eventsOf(
  database: Database,
  entity: Table,
  measure: Measure,
  query: string,
  isCompared = false,
  mayLack = false,
): Events {
  const table = tableNamed(database, measure.table, query);
  if (!table.time)
    throw invalidQuery(
      query,
      measure.table.at,
      `Nobody knows when the rows of ${table.name} happened.`,
      'Give a column of the table the role time in graph.yaml, or measure a table with a time.',
    );
  const { column, values: read } = measured(table, measure, query);
  if (column?.kind === 'category' && measure.function === 'LAST' && isCompared)
    throw invalidQuery(
      query,
      measure.table.at,
      `${column.name} holds categories, which are compared with no number.`,
      `Use EXISTS(${measure.table.text} WHERE ${column.name} = '${column.categories[0] ?? 'x'}').`,
    );
  const counted = rowsWhere(database, table, measure.where, query, mayLack);
  const entities = entityRows(database, table, entity, measure, query);
  const { time } = table;
  const offsets = new Int32Array(entity.numRows + 1);
  const rows: number[] = [];
  let numUntimed = 0;
  for (let row = 0; row < table.numRows; row++) {
    if (!counted[row] || entities[row]! < 0) continue;
    if (Number.isNaN(time[row]!)) {
      numUntimed++;
      continue;
    }
    rows.push(row);
    offsets[entities[row]! + 1]!++;
  }
  for (let i = 0; i < entity.numRows; i++) offsets[i + 1]! += offsets[i]!;
  // Ties in time are ordered by value, so that the order of rows changes nothing.
  rows.sort((a, b) => entities[a]! - entities[b]! || time[a]! - time[b]! || byValue(read(a), read(b)));
  return {
    ...{ measure, table, column, offsets, numUntimed },
    times: Float64Array.from(rows, (row) => time[row]!),
    values: Float64Array.from(rows, read),
  };
}

/** NaN first. */
function byValue(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a - b;
}

/** What is measured of each row. */
function measured(
  table: Table,
  { function: name, column: written }: Measure,
  query: string,
): { readonly column: Column | undefined; readonly values: (row: number) => number } {
  if (!written) return { column: undefined, values: () => Number.NaN };
  // Things that are listed or told apart may be rows of another table.
  const key = table.keys.find(({ name: own }) => own.toLowerCase() === written.text.toLowerCase());
  if (key && (name === 'COUNT DISTINCT' || name === 'LIST')) {
    return { column: undefined, values: (row) => (key.rows[row]! < 0 ? Number.NaN : key.rows[row]!) };
  }
  const column = columnNamed(table, written, query);
  if (column.kind === 'category') {
    if (name !== 'COUNT DISTINCT' && name !== 'LIST' && name !== 'LAST')
      throw invalidQuery(
        query,
        written.at,
        `${name} needs numbers, and ${column.name} holds categories.`,
        `Use LAST(${table.name}.${column.name}), or COUNT(${table.name} WHERE ${column.name} = '${column.categories[0] ?? 'x'}').`,
      );
    return { column, values: (row) => (column.codes[row]! < 0 ? Number.NaN : column.codes[row]!) };
  }
  return { column, values: (row) => column.values[row]! };
}

/** What a measure is for an entity in the window (after, until]; NaN where nothing says. */
export function measureIn(events: Events, entity: number, after: number, until: number): number {
  const { offsets, times, values, measure } = events;
  const end = offsets[entity + 1]!;
  const first = firstAfter(times, offsets[entity]!, end, after);
  const last = firstAfter(times, first, end, until);
  if (measure.function === 'COUNT') return last - first;
  if (measure.function === 'EXISTS') return Number(last > first);
  const there = values.subarray(first, last).filter((value) => !Number.isNaN(value));
  switch (measure.function) {
    case 'COUNT DISTINCT':
      return new Set(there).size;
    case 'SUM':
      return there.reduce((sum, value) => sum + value, 0);
    case 'AVG':
      return there.length === 0 ? Number.NaN : there.reduce((sum, value) => sum + value, 0) / there.length;
    case 'MIN':
      return there.length === 0 ? Number.NaN : there.reduce((least, value) => Math.min(least, value));
    case 'MAX':
      return there.length === 0 ? Number.NaN : there.reduce((most, value) => Math.max(most, value));
    default:
      return there.at(-1) ?? Number.NaN;
  }
}
