import { expect } from 'vitest';
import { guessMapping, openTables, type TableSource } from '../../../src/datasets/index.js';

/** A table whose rows are named by three columns, rows of it that name others of it, and rows that name them in another order. */
export const keysOfThree = [
  `CREATE TABLE line (shop integer, no varchar(20), pos integer, x integer, up_pos integer, PRIMARY KEY (shop, no, pos),
    FOREIGN KEY (shop, no, up_pos) REFERENCES line (shop, no, pos))`,
  "INSERT INTO line VALUES (1, 'a/b', 1, 10, NULL), (2, 'a', 1, 30, NULL)",
  "INSERT INTO line VALUES (1, 'a/b', 2, 20, 1)",
  `CREATE TABLE parcel (id integer PRIMARY KEY, p integer, n varchar(20), s integer,
    FOREIGN KEY (s, n, p) REFERENCES line (shop, no, pos))`,
  "INSERT INTO parcel VALUES (1, 1, 'a', 2), (2, 2, 'a/b', 1), (3, NULL, 'a', 2)",
];

/** Checks the graph of these tables. */
export async function checkKeysOfThree(from: string | TableSource): Promise<void> {
  const { mapping, warnings } = await guessMapping(from);
  expect(warnings).toEqual([]);
  expect(mapping.nodes.line).toMatchObject({ id: 'pos', within: ['shop', 'no'] });
  const { graph, remarks } = await openTables(from, mapping);
  const xs = graph.numbers('line', 'x');
  const ends = (type: readonly [string, string, string]) => [...graph.edgeIndex(type).target].map((row) => xs[row]);
  expect(ends(['parcel', 'line', 'line'])).toEqual([30, 20]);
  expect(ends(['line', 'line', 'line'])).toEqual([10]);
  expect(remarks).toEqual([]);
}
