import type { Database } from '../../database/types.js';
import { keyOf, tableOf } from '../../features/lookup.js';
import type { Down } from '../../features/plan.js';
import type { NetworkPlan } from './network-plan.js';
import { type RowHashes, rowHashes, rowsInOrder } from './row-order.js';
import { followedKeys } from './state-plan.js';

/** The rows that refer to each row of a table by one key, in the order of time. */
interface Children {
  /** [parents + 1] */
  readonly begin: Int32Array;
  readonly rows: Int32Array;
  /** Of these rows; -infinity where the table has none. */
  readonly times: Float64Array;
}

const known = new WeakMap<Database, Map<string, Neighbours>>();

/** Kept for as long as the database, one for all plans that read the same columns and keys. */
export function neighboursOf(database: Database, plan: NetworkPlan): Neighbours {
  const all = known.get(database) ?? new Map<string, Neighbours>();
  known.set(database, all);
  const read = Array.from(followedKeys(plan), ([table, keys]) =>
    JSON.stringify([table, [...keys].sort(), (plan.columns[table] ?? []).map(({ column }) => column).sort()]),
  );
  const name = read.sort().join();
  const made = all.get(name) ?? new Neighbours(database, plan);
  all.set(name, made);
  return made;
}

/** Finds what refers to a row and is known by a time, among what a network reads. Of a database that does not change. */
export class Neighbours {
  readonly database: Database;
  readonly hashes: RowHashes;
  readonly #children = new Map<string, Children>();
  readonly #orders = new Map<string, Int32Array>();

  constructor(database: Database, plan: NetworkPlan) {
    this.database = database;
    this.hashes = rowHashes(database, plan);
  }

  /**
   * The latest rows that refer to a row and are known by `until`, so many at most, the earliest first, and how many there are in all.
   *
   * @param ties more rows at most, of the time and content of the earliest of these, between which nothing here decides
   */
  latest({ table, key }: Down, parent: number, until: number, most: number, ties = 0) {
    const { begin, rows, times } = this.#childrenBy(table, key);
    let [low, high] = [begin[parent]!, begin[parent + 1]!];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (times[middle]! <= until) low = middle + 1;
      else high = middle;
    }
    let from = Math.max(begin[parent]!, low - most);
    const hashes = this.hashes.get(table)!;
    const isTie = (at: number) => times[at] === times[at + 1] && hashes[rows[at]!] === hashes[rows[at + 1]!];
    for (let more = 0; more < ties && from > begin[parent]! && isTie(from - 1); more++) from--;
    return { count: low - begin[parent]!, rows: rows.subarray(from, low), times: times.subarray(from, low) };
  }

  #childrenBy(table: string, key: string): Children {
    const name = JSON.stringify([table, key]);
    const known = this.#children.get(name);
    if (known) return known;
    const child = tableOf(this.database, table);
    const { rows: parents, table: parent } = keyOf(child, key);
    const order = this.#orders.get(table) ?? rowsInOrder(child, this.hashes.get(table)!);
    this.#orders.set(table, order);
    const begin = new Int32Array(tableOf(this.database, parent).numRows + 1);
    for (const row of order) if (parents[row]! >= 0) begin[parents[row]! + 1]!++;
    for (let i = 1; i < begin.length; i++) begin[i]! += begin[i - 1]!;
    const next = begin.slice(0, -1);
    const rows = new Int32Array(begin.at(-1)!);
    for (const row of order) if (parents[row]! >= 0) rows[next[parents[row]!]!++] = row;
    const times = Float64Array.from(rows, (row) => child.time?.[row] ?? Number.NEGATIVE_INFINITY);
    const made = { begin, rows, times };
    this.#children.set(name, made);
    return made;
  }
}
