import type { Database, Table } from './types.js';

/**
 * Gives the rows of tables without a time the latest time of the rows that they refer to, along as many keys as there are tables; a row
 * that refers to one of unknown time is of unknown time. Tables that lead to none with times stay without.
 */
export function inheritTimes({ tables }: Database, remarks: string[]): Database {
  let times = new Map(Array.from(tables, ([name, { time }]) => [name, time] as const));
  // All at once, so that the order of the tables changes nothing, round by round.
  for (let round = 0; round < tables.size; round++) {
    const next = new Map(Array.from(tables, ([name, table]) => [name, table.time ?? latest(table, times)] as const));
    const isSame = [...next].every(([name, time]) => equal(time, times.get(name)));
    times = next;
    if (isSame) break;
  }
  const made = Array.from(tables, ([name, table]): readonly [string, Table] => {
    const time = times.get(name);
    if (table.time || !time) return [name, table];
    const parents = timedKeys(table, times).map(({ name: key }) => key);
    remarks.push(
      `The rows of ${name} have no time of their own: each is known from the time of its ${parents.join(', ')} on.`,
    );
    return [name, { ...table, time }];
  });
  return { tables: new Map(made) };
}

type Times = ReadonlyMap<string, Float64Array | undefined>;

/** Keys to other tables with times. */
function timedKeys({ name, keys }: Table, times: Times) {
  return keys.filter(({ table }) => table !== name && times.get(table) !== undefined);
}

/** NaN where a row refers to nothing of known time. */
function latest(table: Table, times: Times): Float64Array | undefined {
  const parents = timedKeys(table, times);
  if (parents.length === 0) return undefined;
  const out = new Float64Array(table.numRows).fill(Number.NEGATIVE_INFINITY);
  for (const { table: parent, rows } of parents) {
    const time = times.get(parent)!;
    for (let row = 0; row < out.length; row++) {
      const at = rows[row]! < 0 ? Number.NEGATIVE_INFINITY : time[rows[row]!]!;
      // NaN stays: Math.max gives NaN where either is.
      out[row] = Math.max(out[row]!, at);
    }
  }
  return out.map((at) => (at === Number.NEGATIVE_INFINITY ? Number.NaN : at));
}

function equal(a: Float64Array | undefined, b: Float64Array | undefined): boolean {
  if (!a || !b) return a === b;
  return a.every((value, i) => Object.is(value, b[i]));
}
