import type { Database, ForeignKey, Table } from '../database/types.js';
import { keyNamed } from './names.js';
import { invalidQuery } from './tokens.js';
import type { Measure } from './types.js';

/** More keys in a row are not followed. */
const MOST_KEYS = 4;

/** The entity's row that each row of a measured table belongs to, [rows], -1: none, along the shortest way of keys. */
export function entityRows(
  database: Database,
  from: Table,
  entity: Table,
  measure: Measure,
  query: string,
): Int32Array {
  return followed(entityWay(database, from, entity, measure, query));
}

/** The shortest way of keys from a measured table to the entity's. @throws {HeteroGraphError} INVALID_QUERY where there is none, or several */
export function entityWay(
  database: Database,
  from: Table,
  entity: Table,
  measure: Measure,
  query: string,
): readonly ForeignKey[] {
  const { via, table } = measure;
  const first = via ? [keyNamed(from, via, query)] : from.keys;
  let ways: (readonly ForeignKey[])[] = first.map((key) => [key]);
  for (let length = 1; length <= MOST_KEYS; length++) {
    const there = ways.filter((way) => way.at(-1)!.table === entity.name);
    if (there.length === 1) return there[0]!;
    if (there.length > 1)
      throw invalidQuery(
        query,
        table.at,
        `The rows of ${from.name} belong to ${entity.name} in ${there.length} ways.`,
        `Say which is meant: ${there.map(([key]) => written(measure, key!.name)).join(' or ')}.`,
      );
    ways = ways.flatMap((way) => database.tables.get(way.at(-1)!.table)!.keys.map((key) => [...way, key]));
  }
  throw invalidQuery(
    query,
    table.at,
    `No keys lead from ${from.name} to ${entity.name}.`,
    `Ask about a table that refers to ${entity.name}, or say under edges of graph.yaml which column does.`,
  );
}

/** The row that each row of a table leads to by keys, [rows]; -1: none. */
export function followed(way: readonly ForeignKey[]): Int32Array {
  const [first, ...others] = way;
  return others.reduce((rows, key) => rows.map((row) => (row < 0 ? -1 : key.rows[row]!)), Int32Array.from(first!.rows));
}

/** A measure with a key by which its rows belong to the entity. */
function written({ function: name, table, column, further = [] }: Measure, via: string): string {
  const parts = [table, ...(column ? [column] : []), ...further].map(({ text }) => quoted(text));
  const [word, distinct = ''] = name.split(' ');
  return `${word}(${distinct}${distinct && ' '}${parts.join('.')} VIA ${quoted(via)})`;
}

/** Names that are no word, in the quotes that a query needs. */
function quoted(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
