import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { parquetWriteFile } from 'hyparquet-writer';
import sqlite from 'node-sqlite3-wasm';
import { type HostileCase, type Loaded, nodesOf, same } from './case.js';

/** Names that SQL, objects of JavaScript or a terminal could stumble over. */
export const names: readonly string[] = [
  ...['select', 'from', 'order', 'group by', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'],
  ...['a "quoted" name', '"', "it's", "'); DROP TABLE parent; --", '`', 'a;b', '$1', '?', ':x', '%s', 'c0', '..', '{}'],
  ...['a\nb', 'a\tb', 'Größe', '名前', '\u202eabc', '\u{1f600}', 'e\u0301', 'x'.repeat(300), 'source', 'target'],
];

const rows = [1, 2, 3, 4, 5, 6];

/** Whether the column is read as it is. */
function checkColumn(loaded: Loaded, table: string, column: string): void {
  const { type, ids } = nodesOf(loaded, table);
  same(ids, rows.map(String));
  same(
    [...loaded.graph.numbers(type, column)],
    rows.map((i) => i / 4),
  );
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** A table and a column of a name, and a table that refers to it by a key of that name. */
function sqliteCase(name: string): HostileCase {
  return {
    name: `SQLite, the name ${JSON.stringify(name.slice(0, 30))}`,
    make: (folder) => {
      const file = join(folder, 'a.db');
      const database = new sqlite.Database(file);
      const own = quoted(name);
      database.exec(`PRAGMA foreign_keys = OFF; CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE ${own} (key INTEGER PRIMARY KEY, ${own} REAL);
        CREATE TABLE child (no INTEGER PRIMARY KEY, ${own} INTEGER REFERENCES ${own});`);
      for (const i of rows) {
        database.run('INSERT INTO parent VALUES (?)', [i]);
        database.run(`INSERT INTO ${own} VALUES (?, ?)`, [i, i / 4]);
        database.run('INSERT INTO child VALUES (?, ?)', [i, 7 - i]);
      }
      database.close();
      return file;
    },
    check: (loaded) => {
      checkColumn(loaded, name, name);
      same(nodesOf(loaded, 'parent').ids.length, 6);
      const [edge] = loaded.mapping.edges;
      same([edge!.table, edge!.target], ['child', name]);
      same([...loaded.graph.edgeIndex(edge!.type).target], [5, 4, 3, 2, 1, 0]);
    },
  };
}

const csv = (text: string) => `"${text.replaceAll('"', '""')}"`;

function csvCase(name: string): HostileCase {
  return {
    name: `CSV, the name ${JSON.stringify(name.slice(0, 30))}`,
    make: (folder) => {
      const lines = rows.map((i) => `${i},${i / 4}`);
      writeFileSync(join(folder, 'things.csv'), `id,${csv(name)}\n${lines.join('\n')}\n`);
      return folder;
    },
    check: (loaded) => checkColumn(loaded, 'things.csv', name),
  };
}

function jsonCase(name: string): HostileCase {
  return {
    name: `JSON lines, the name ${JSON.stringify(name.slice(0, 30))}`,
    make: (folder) => {
      const lines = rows.map((i) => `{"id":${i},${JSON.stringify(name)}:${i / 4}}`);
      writeFileSync(join(folder, 'things.jsonl'), `${lines.join('\n')}\n`);
      return folder;
    },
    check: (loaded) => checkColumn(loaded, 'things.jsonl', name),
  };
}

function parquetCase(name: string): HostileCase {
  return {
    name: `Parquet, the name ${JSON.stringify(name.slice(0, 30))}`,
    make: (folder) => {
      const filename = join(folder, 'things.parquet');
      parquetWriteFile({
        filename,
        columnData: [
          { name: 'id', data: rows, type: 'INT32' },
          { name, data: rows.map((i) => i / 4), type: 'DOUBLE' },
        ],
      });
      return filename;
    },
    check: (loaded) => checkColumn(loaded, 'things.parquet', name),
  };
}

function arrowCase(name: string): HostileCase {
  return {
    name: `Arrow, the name ${JSON.stringify(name.slice(0, 30))}`,
    make: (folder) => {
      const file = join(folder, 'things.arrow');
      const columns = Object.defineProperty({ id: Int32Array.from(rows) }, name, {
        value: Float64Array.from(rows, (i) => i / 4),
        enumerable: true,
      });
      writeFileSync(file, tableToIPC(tableFromArrays(columns), 'file'));
      return folder;
    },
    check: (loaded) => checkColumn(loaded, 'things.arrow', name),
  };
}

export const nameCases: readonly HostileCase[] = names.flatMap((name, i) => [
  sqliteCase(name),
  // The others write names alike: some of them for each name.
  ...[csvCase, jsonCase, parquetCase, arrowCase].filter((_, at) => (i + at) % 2 === 0).map((make) => make(name)),
]);
