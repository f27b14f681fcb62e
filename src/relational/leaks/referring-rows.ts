import type { Pieces } from '../../core/index.js';
import type { Column, Database, Table } from '../database/types.js';
import { ownersOf } from '../features/events.js';
import type { Down } from '../features/plan.js';
import { ranksOf } from './ranks.js';

/** What there is, over all time, of the rows that refer to those of a table. */
export interface ReferringRows {
  /** The tables on the way, such as `order < item`. */
  readonly name: string;
  readonly table: Table;
  /** Of each of its rows the row that it belongs to; -1: none, or of unknown time. */
  readonly owners: Int32Array;
  /** Of each row of the table above, [rows]. */
  readonly counts: Float64Array;
  /** Ranks of the times of the first row and of the last, of the rows of the table above to which any refers, [those]. */
  readonly firstRanks: Float64Array;
  readonly lastRanks: Float64Array;
}

/** Rows of a path come later than those above where this share does. */
const MOSTLY = 0.5;

/** Of every path of one or two keys down from a table the rows that refer to its rows, where these become known after it. */
export function* laterRows(database: Database, table: Table): Generator<ReferringRows> {
  for (const path of pathsDown(database, table)) {
    const found = referring(database, table, path);
    if (found) yield found;
  }
}

function pathsDown({ tables }: Database, table: Table): Down[][] {
  const below = (name: string): Down[] =>
    [...tables.values()].flatMap(({ name: child, keys }) =>
      keys.filter((key) => key.table === name && child !== table.name).map((key) => ({ table: child, key: key.name })),
    );
  return below(table.name).flatMap((first) => [
    [first],
    ...below(first.table).flatMap((second) => (second.table === first.table ? [] : [[first, second]])),
  ]);
}

function referring(database: Database, above: Table, path: readonly Down[]): ReferringRows | undefined {
  const table = database.tables.get(path.at(-1)!.table)!;
  const { time } = table;
  if (!time) return undefined;
  const owners = ownersOf(database, path).map((owner, row) => (Number.isNaN(time[row]!) ? -1 : owner));
  const counts = new Float64Array(above.numRows);
  const [first, last] = [counts, counts].map(({ length }) => new Float64Array(length).fill(Number.NaN));
  let [compared, later] = [0, 0];
  for (let row = 0; row < owners.length; row++) {
    const owner = owners[row]!;
    if (owner < 0) continue;
    const at = time[row]!;
    counts[owner]!++;
    if (!(first![owner]! <= at)) first![owner] = at;
    if (!(last![owner]! >= at)) last![owner] = at;
    if (above.time && !Number.isNaN(above.time[owner]!)) {
      compared++;
      if (at > above.time[owner]!) later++;
    }
  }
  if (above.time && !(later > MOSTLY * compared)) return undefined;
  const name = path.map((each) => each.table).join(' < ');
  const ranks = (times: Float64Array) => ranksOf(times.filter((at) => !Number.isNaN(at)));
  return { name, table, owners, counts, firstRanks: ranks(first!), lastRanks: ranks(last!) };
}

/** Sums of the columns of numbers, by the rows that they belong to, [rows]. */
export function* sumsOf({ table, owners, counts }: ReferringRows): Pieces<{ column: string; sums: Float64Array }[]> {
  const isNumber = (column: Column) => (column.kind === 'number' || column.kind === 'boolean') && !column.use;
  const all = [];
  for (const column of table.columns.filter(isNumber)) {
    const sums = new Float64Array(counts.length);
    const { values } = column as Extract<Column, { readonly values: Float64Array }>;
    for (let row = 0; row < owners.length; row++) {
      const value = values[row]!;
      if (owners[row]! >= 0 && !Number.isNaN(value)) sums[owners[row]!]! += value;
    }
    all.push({ column: column.name, sums });
    yield;
  }
  return all;
}
