import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import sqlite from 'node-sqlite3-wasm';
import { guessMapping, openTables } from '../../../src/datasets/index.js';
import type { FuzzTarget } from '../target.js';
import { useGraph } from './use-graph.js';

const rows = Array.from({ length: 60 }, (_, i) => ({ id: i, of: i >> 1, name: `row ${i % 7}`, price: i / 4 }));

/** A file of tables, guessed and opened. */
function tables(name: string, file: string, seed: (path: string) => void): FuzzTarget {
  return {
    name,
    seed: async (folder) => seed(join(folder, file)),
    read: async (folder) => {
      const path = join(folder, file);
      const { mapping } = await guessMapping(path);
      useGraph((await openTables(path, mapping, { onBadRow: 'skip' })).graph);
    },
  };
}

/** Files of databases and of columns. */
export const tableFiles: readonly FuzzTarget[] = [
  tables('sqlite', 'shop.sqlite', (path) => {
    const database = new sqlite.Database(path);
    database.exec('CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX by_name ON a (name)');
    database.exec('CREATE TABLE b (id INTEGER PRIMARY KEY, of INTEGER REFERENCES a, price REAL)');
    for (const { id, of, name, price } of rows) {
      database.run('INSERT INTO a VALUES (?, ?)', [id, name]);
      database.run('INSERT INTO b VALUES (?, ?, ?)', [id, of, price]);
    }
    database.close();
  }),
  tables('parquet', 'shop.parquet', (filename) =>
    parquetWriteFile({
      filename,
      rowGroupSize: 25,
      columnData: [
        { name: 'id', data: rows.map(({ id }) => BigInt(id)), type: 'INT64' },
        { name: 'name', data: rows.map(({ name }, i) => (i % 5 ? name : null)), type: 'STRING' },
        { name: 'price', data: rows.map(({ price }) => price), type: 'DOUBLE' },
        { name: 'at', data: rows.map(({ id }) => new Date(id * 1e9)), type: 'TIMESTAMP' },
      ],
    }),
  ),
];
