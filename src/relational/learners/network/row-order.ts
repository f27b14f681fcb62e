import type { Column, Database, Table } from '../../database/types.js';
import { columnOf, keyOf, tableOf } from '../../features/lookup.js';
import type { NetworkPlan } from './network-plan.js';
import { followedKeys } from './state-plan.js';

/** Numbers of what rows say, whatever their order: of each table two columns, [rows]. */
export type RowHashes = ReadonlyMap<string, Float64Array>;

const bits = new DataView(new ArrayBuffer(8));

/**
 * Hashes of what a network reads of every row: its time and columns, and those of the rows that it refers to and that are known by then, so that rows of
 * one time have an order that does not depend on where they stand in the table, nor on anything that the network does not read. Rows that say the same
 * share a hash.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN
 */
export function rowHashes(database: Database, plan: NetworkPlan): RowHashes {
  const own = new Map<string, Float64Array>();
  const ownOf = (name: string) => {
    const hashes = own.get(name) ?? ownHashes(tableOf(database, name), plan.columns[name] ?? []);
    own.set(name, hashes);
    return hashes;
  };
  return new Map(
    Array.from(followedKeys(plan), ([name, followed]) => {
      const table = tableOf(database, name);
      const hashes = ownOf(name).slice();
      for (const each of [...followed].sort()) {
        const key = keyOf(table, each);
        const parents = ownOf(key.table);
        const times = tableOf(database, key.table).time;
        for (let row = 0; row < hashes.length; row++) {
          const parent = key.rows[row]!;
          const isKnown = parent >= 0 && (!times || times[parent]! <= (table.time?.[row] ?? Number.NEGATIVE_INFINITY));
          hashes[row] = joined(hashes[row]!, isKnown ? parents[parent]! : 0);
        }
      }
      return [name, hashes] as const;
    }),
  );
}

/** Rows with a time in its order, those of one time by hash. */
export function rowsInOrder({ time, numRows }: Table, hashes: Float64Array): Int32Array {
  const rows = Int32Array.from({ length: numRows }, (_, row) => row);
  const known = time ? rows.filter((row) => !Number.isNaN(time[row]!)) : rows;
  return known.sort((a, b) => (time ? time[a]! - time[b]! || hashes[a]! - hashes[b]! : hashes[a]! - hashes[b]!));
}

function ownHashes(table: Table, read: readonly { readonly column: string }[]): Float64Array {
  const hashes = table.time ? Float64Array.from(table.time, numberHash) : new Float64Array(table.numRows);
  for (const name of read.map(({ column }) => column).sort()) {
    const hashOf = hashesIn(columnOf(table, name));
    for (let row = 0; row < hashes.length; row++) hashes[row] = joined(hashes[row]!, hashOf(row));
  }
  return hashes;
}

function hashesIn(column: Column): (row: number) => number {
  if (column.kind === 'category') {
    const texts = column.categories.map((text) => Array.from(text).reduce((h, c) => joined(h, c.codePointAt(0)!), 7));
    return (row) => texts[column.codes[row]!] ?? 0;
  }
  return (row) => numberHash(column.values[row]!);
}

/** All that is no number has the same. */
export function numberHash(value: number): number {
  bits.setFloat64(0, Number.isNaN(value) ? Number.NaN : value);
  return joined(bits.getUint32(0), bits.getUint32(4));
}

/** Of two numbers one below 2^53. */
export function joined(a: number, b: number): number {
  const low = mixed((a >>> 0) ^ mixed((b >>> 0) + 0x9e3779b9));
  const high = mixed(low ^ (a / 2 ** 32) ^ mixed(b / 2 ** 32 + 0x85ebca6b));
  return (high >>> 11) * 2 ** 32 + low;
}

function mixed(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}
