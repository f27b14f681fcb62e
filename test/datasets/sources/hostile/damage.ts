import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { parquetWriteFile } from 'hyparquet-writer';
import sqlite from 'node-sqlite3-wasm';
import { damaged, type HostileCase, type Loaded } from './case.js';
import { zipOf } from './zip.js';

const rows = Array.from({ length: 400 }, (_, i) => ({ id: i + 1, name: `row ${i + 1}`, price: (i + 1) / 4 }));
const csv = `id,name,price\n${rows.map(({ id, name, price }) => `${id},${name},${price}\n`).join('')}`;

/** Files of the same rows, each in a format. */
const sound: readonly (readonly [file: string, make: (path: string) => void])[] = [
  [
    'things.db',
    (path) => {
      const database = new sqlite.Database(path);
      database.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT, price REAL)');
      database.exec('BEGIN');
      for (const { id, name, price } of rows) database.run('INSERT INTO things VALUES (?, ?, ?)', [id, name, price]);
      database.exec('COMMIT');
      database.close();
    },
  ],
  [
    'things.parquet',
    (filename) =>
      parquetWriteFile({
        filename,
        rowGroupSize: 100,
        columnData: [
          { name: 'id', data: rows.map(({ id }) => id), type: 'INT32' },
          { name: 'name', data: rows.map(({ name }) => name), type: 'STRING' },
          { name: 'price', data: rows.map(({ price }) => price), type: 'DOUBLE' },
        ],
      }),
  ],
  ['things.arrow', (path) => writeFileSync(path, arrow('file'))],
  ['stream.arrow', (path) => writeFileSync(path, arrow('stream'))],
  ['things.csv', (path) => writeFileSync(path, csv)],
  ['things.jsonl', (path) => writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))],
  ['things.csv.gz', (path) => writeFileSync(path, gzipSync(csv))],
  ['things.zip', (path) => writeFileSync(path, zipOf([{ name: 'things.csv', bytes: Buffer.from(csv), method: 8 }]))],
];

function arrow(form: 'file' | 'stream'): Uint8Array {
  const columns = {
    id: Int32Array.from(rows, ({ id }) => id),
    name: rows.map(({ name }) => name),
    price: Float64Array.from(rows, ({ price }) => price),
  };
  return tableToIPC(tableFromArrays(columns), form);
}

/** Rows that are there at all are those that were written, from the first on. */
function checkPrefix({ mapping, graph }: Loaded): void {
  for (const [type, { id }] of Object.entries(mapping.nodes)) {
    const count = graph.numNodes(type);
    if (count > rows.length) throw new Error(`${count} rows are there`);
    if (id !== 'id' || !mapping.nodes[type]!.columns.price) continue;
    const prices = graph.numbers(type, 'price');
    // The last row of a text may be cut.
    for (let i = 0; i < count - 1; i++)
      if (graph.ids(type).idOf(i) !== String(i + 1) || prices[i] !== (i + 1) / 4)
        throw new Error(`row ${i} is another`);
  }
}

const CUTS = 13;
const FLIPS = 8;

function damagedCase(file: string, make: (path: string) => void, what: string, damage: (bytes: Buffer) => Buffer) {
  return {
    name: `${file}, ${what}`,
    make: (folder: string) => {
      const path = join(folder, file);
      make(path);
      writeFileSync(path, damage(readFileSync(path)));
      return /\.(db|zip)$/.test(file) ? path : folder;
    },
    refused: damaged,
  };
}

export const damageCases: readonly HostileCase[] = sound.flatMap(([file, make], which): HostileCase[] => [
  ...Array.from({ length: CUTS }, (_, i) => ({
    ...damagedCase(file, make, `cut at ${i} of ${CUTS}`, (bytes) => {
      // Most often near the ends, where formats keep what they say of themselves.
      const at = i < 4 ? i * 3 : i > 9 ? bytes.length - [1, 4, 9][i - 10]! : (bytes.length * (i - 3)) / (CUTS - 6);
      return bytes.subarray(0, Math.floor(at));
    }),
    check: checkPrefix,
  })),
  ...Array.from({ length: FLIPS }, (_, i) => ({
    ...damagedCase(file, make, `other bytes, ${i}`, (bytes) => {
      const copy = Buffer.from(bytes);
      for (let n = 0; n < 3; n++) {
        const at = (7919 * (i + 1) * (which + 3) + 104_729 * n * (i + 2)) % copy.length;
        copy[at]! ^= 1 << ((i + n) % 8);
      }
      return copy;
    }),
    // What is written there is anybody's guess.
    check: () => {},
  })),
]);
