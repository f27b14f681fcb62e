import type { Pool } from '../../compute/index.js';
import { TemporalIndex } from '../aggregates/temporal-index.js';
import type { Database, Table } from '../database/types.js';
import { keyOf, tableOf } from './lookup.js';
import type { Down } from './plan.js';

/** Indices of a database, by what they are of. */
export type IndexCache = Map<string, TemporalIndex>;

/** Indices are kept for as long as the database they are of. */
const caches = new WeakMap<Database, IndexCache>();

export function indicesOf(database: Database): IndexCache {
  const cache: IndexCache = caches.get(database) ?? new Map();
  caches.set(database, cache);
  return cache;
}

/**
 * Gives the indices of a database to one that has more rows behind its own; only these are sorted in. An index that can no longer be shared is made anew when
 * it is asked for.
 */
export function growIndices(from: Database, to: Database, pool: Pool): void {
  const cache = indicesOf(from);
  caches.delete(from);
  const grown = new Map<TemporalIndex, { first: number; times: Float64Array }>();
  // Names of indices without further keys come first: others may be the same.
  for (const name of [...cache.keys()].sort((a, b) => a.length - b.length)) {
    const index = cache.get(name)!;
    const [table, path, ups, everyone] = JSON.parse(name) as [string, Down[], string[], boolean];
    const shared = grown.get(index);
    const first = shared?.first ?? index.numRows;
    const times = timesUp(to, tableOf(to, path.at(-1)!.table), ups, timesDown(to, path, everyone, first), first);
    if (shared) {
      if (!times.every((time, i) => Object.is(time, shared.times[i]))) cache.delete(name);
      continue;
    }
    const owners = ownersOf(to, path, first);
    const keys = everyone ? owners.map((row) => Math.min(row, 0)) : owners;
    index.append(keys, times, everyone ? 1 : tableOf(to, table).numRows, { pool });
    grown.set(index, { first, times });
  }
  caches.set(to, cache);
}

/**
 * The index of the rows at the end of a path down, by the row of `from` that they belong to. A row counts from the time when all rows of its path, those that
 * `ups` lead to included, are known; without one of them it never does, so that a row that refers to a later one is as one that refers to none.
 *
 * @param everyone all rows under one key, whichever row they belong to
 */
export function indexOf(
  database: Database,
  from: Table,
  path: readonly Down[],
  ups: readonly string[],
  cache: IndexCache,
  pool: Pool,
  everyone = false,
): TemporalIndex {
  const name = JSON.stringify([from.name, path, ups, everyone]);
  const known = cache.get(name);
  if (known) return known;
  const table = tableOf(database, path.at(-1)!.table);
  const base = timesDown(database, path, everyone);
  const times = timesUp(database, table, ups, base);
  const make = () => {
    const owners = ownersOf(database, path);
    const keys = everyone ? owners.map((row) => Math.min(row, 0)) : owners;
    return new TemporalIndex(keys, times, everyone ? 1 : from.numRows, { pool });
  };
  // Mostly a row is not known before what it refers to: then one index serves both.
  const index = ups.length > 0 && times === base ? indexOf(database, from, path, [], cache, pool, everyone) : make();
  cache.set(name, index);
  return index;
}

/** The row at the top of a path down that each row at its end belongs to, [rows from the `first` on]; -1: none. */
export function ownersOf(database: Database, path: readonly Down[], first = 0): Int32Array {
  const keys = path.map(({ table, key }) => keyOf(tableOf(database, table), key).rows);
  const owners = keys.at(-1)!.slice(first);
  for (const up of keys.slice(0, -1).reverse()) {
    for (let row = 0; row < owners.length; row++) if (owners[row]! >= 0) owners[row] = up[owners[row]!]!;
  }
  return owners;
}

/** When all rows of a path down are known, [rows from the `first` on]. @param withOwner the row at the top as well */
function timesDown(database: Database, path: readonly Down[], withOwner: boolean, first = 0): Float64Array {
  const table = tableOf(database, path.at(-1)!.table);
  const ups = path.slice(withOwner ? 0 : 1).map(({ key }) => key);
  const own = table.time?.subarray(first) ?? new Float64Array(table.numRows - first).fill(Number.NEGATIVE_INFINITY);
  return timesUp(database, table, ups.reverse(), own, first);
}

/** `from` where all rows that the keys lead to are known by then, otherwise later times; NaN where there is none. */
export function timesUp(
  database: Database,
  table: Table,
  ups: readonly string[],
  from: Float64Array,
  first = 0,
): Float64Array {
  let times = from;
  let [at, rows]: [Table, Int32Array | undefined] = [table, undefined];
  for (const name of ups) {
    const key = keyOf(at, name);
    const next: Int32Array = rows ? rows.map((row) => (row < 0 ? -1 : key.rows[row]!)) : key.rows.subarray(first);
    at = tableOf(database, key.table);
    rows = next;
    const { time } = at;
    for (let row = 0; row < next.length; row++) {
      const other = next[row]!;
      const known = other < 0 ? Number.NaN : time ? time[other]! : Number.NEGATIVE_INFINITY;
      // False of NaN.
      if (known <= times[row]! || Number.isNaN(times[row]!)) continue;
      if (times === from) times = from.slice();
      times[row] = Math.max(times[row]!, known);
    }
  }
  return times;
}
