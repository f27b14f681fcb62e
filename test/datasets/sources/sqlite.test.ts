import { copyFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { expect, it } from 'vitest';
import { guessMapping, openSource, openTables, sqliteSource } from '../../../src/datasets/index.js';
import { rowsOf, scratch } from './chinook.js';

let count = 0;
const newFile = (sql: string): string => {
  const file = join(scratch, `${++count}.any`);
  const database = new sqlite.Database(file);
  database.exec('PRAGMA foreign_keys = OFF');
  database.exec(sql);
  database.close();
  return file;
};

const odd = newFile(`
  CREATE TABLE "select" ("from" INTEGER PRIMARY KEY, "a ""quoted"" name" TEXT, doubled REAL AS ("from" * 2));
  INSERT INTO "select" VALUES (1, 'x'), (2, NULL), (3, '"y"');
  CREATE TABLE empty (a);
  CREATE TABLE bare (id, other REFERENCES "SELECT");
  INSERT INTO bare VALUES (9223372036854775807, 1), (9007199254740993, 3), (7, 4);
  CREATE TABLE files (id INTEGER PRIMARY KEY, content BLOB, mixed TEXT);
  INSERT INTO files VALUES (1, x'00', 'a'), (2, x'01', x'ff'), (3, NULL, 'b' || char(0) || 'c'), (4, NULL, 'a');
  CREATE VIEW shown AS SELECT * FROM "select";
`);

it('names, generated columns, views, big integers, NULs and bytes come as they are', async () => {
  const source = await openSource(odd);
  const tables = await source.tables();
  expect(tables.map(({ name, derived }) => [name, derived])).toEqual([
    ['bare', undefined],
    ['empty', undefined],
    ['files', undefined],
    ['select', undefined],
    ['shown', 'a view'],
  ]);
  expect(tables[0]!.foreignKeys).toEqual([{ columns: ['other'], table: 'select', to: ['from'] }]);
  expect(await rowsOf(source, 'select', ['doubled', 'a "quoted" name'])).toEqual([
    [2, 'x'],
    [4, null],
    [6, '"y"'],
  ]);
  expect(await rowsOf(source, 'bare', ['id'])).toEqual([[9223372036854775807n], [9007199254740993n], [7]]);
  expect((await rowsOf(source, 'files', ['mixed'])).map(([cell]) => cell)).toEqual([
    'a',
    expect.any(Uint8Array),
    'b\0c',
    'a',
  ]);
  expect(await rowsOf(source, 'select', [])).toHaveLength(3);
  await source.close();
  await source.close();
});

it('a guess passes over views, empty tables and bytes, and says so', async () => {
  const { mapping, notes } = await guessMapping(odd);
  expect(mapping.ignored).toEqual({ empty: 'it has no rows', shown: 'a view: put it under nodes to have its rows' });
  expect(notes.columns).toMatchObject({
    'file.content': 'BLOB: bytes are not read',
    'file.mixed': expect.stringContaining('1 cells hold bytes, which are not read'),
  });
  expect(mapping.edges[0]).toMatchObject({ type: ['bare', 'other', 'select'], target: 'other' });
  const { graph, remarks } = await openTables(odd, mapping);
  expect(graph.ids('bare').idOf(2)).toBe('9223372036854775807');
  expect(remarks).toEqual([
    expect.stringContaining('table files, column mixed: 1 cells hold bytes'),
    expect.stringContaining('table bare, column other: 1 rows name a select that has no row'),
  ]);
});

it('keys of several columns name rows together; what cannot be used is named', async () => {
  const file = newFile(`
    CREATE TABLE orders (shop INTEGER, no INTEGER, total REAL, PRIMARY KEY (shop, no));
    INSERT INTO orders VALUES (1, 1, 2.5), (1, 2, 3), (2, 1, 4);
    CREATE TABLE parcel (id INTEGER PRIMARY KEY, in_shop INTEGER, of_order INTEGER, code TEXT REFERENCES depot (code),
      gone INTEGER REFERENCES nowhere (id), FOREIGN KEY (of_order, in_shop) REFERENCES orders (no, shop));
    INSERT INTO parcel VALUES (1, 1, 2, 'b', 1), (2, 2, 1, 'b', 1), (3, 2, 2, 'a', 1);
    CREATE TABLE depot (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
    INSERT INTO depot VALUES (1, 'a'), (2, 'b');
    CREATE TABLE triple (a INTEGER, b INTEGER, c INTEGER, x REAL, y REAL, PRIMARY KEY (a, b, c));
    INSERT INTO triple VALUES (1, 1, 1, 1.5, 2), (1, 1, 2, 2.5, 1);
  `);
  const { mapping, warnings } = await guessMapping(file);
  expect(mapping.nodes.order).toMatchObject({ id: 'no', within: 'shop' });
  expect(mapping.edges).toMatchObject([{ type: ['parcel', 'order', 'order'], target: 'of_order', within: 'in_shop' }]);
  expect(warnings).toEqual([
    expect.stringMatching(/^parcel: the declared key \(code\) to depot \(code\) .* named by id/),
    expect.stringMatching(/^parcel: the declared key \(gone\) to nowhere \(id\) is not used/),
    expect.stringMatching(/^depot stands alone/),
    expect.stringMatching(/^triple stands alone/),
  ]);
  expect(mapping.nodes.triple).toMatchObject({ id: 'c', within: ['a', 'b'] });
  const { graph } = await openTables(file, mapping);
  expect([0, 1, 2].map((row) => graph.ids('order').idOf(row))).toEqual(['1/1', '1/2', '2/1']);
  const { source, target } = graph.edgeIndex(['parcel', 'order', 'order']);
  expect([[...source], [...target]]).toEqual([
    [0, 1],
    [1, 2],
  ]);
});

it('changes in the log of a file that is in use are seen, and the log stays as it is', async () => {
  const file = newFile(
    'PRAGMA journal_mode = DELETE; CREATE TABLE a (id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1), (2)',
  );
  const source = await sqliteSource(file);
  expect(existsSync(`${file}.lock`)).toBe(false);
  const reading = source.rows('a', ['id'], { batchRows: 1 })[Symbol.asyncIterator]();
  await reading.next();
  const database = new sqlite.Database(file);
  database.exec('INSERT INTO a VALUES (3)');
  database.close();
  const rest = async () => {
    while (!(await reading.next()).done);
  };
  await expect(rest()).rejects.toMatchObject({ code: 'FILE_UNREADABLE', location: { file } });
  await source.close();
});

it('a view of a table that is gone, or a table of an unknown module, is passed over with a reason', async () => {
  const file = newFile(`
    CREATE TABLE kept (id INTEGER PRIMARY KEY); INSERT INTO kept VALUES (1), (2); CREATE TABLE gone (a);
    CREATE VIEW lost AS SELECT a FROM gone; DROP TABLE gone;
    PRAGMA writable_schema = ON;
    INSERT INTO sqlite_schema VALUES ('table', 'odd', 'odd', 0, 'CREATE VIRTUAL TABLE odd USING nowhere(a)');
  `);
  const source = await sqliteSource(file);
  const { mapping } = await guessMapping(source);
  expect(Object.keys(mapping.nodes)).toEqual(['kept']);
  expect(mapping.ignored).toEqual({
    lost: expect.stringMatching(/^a view that cannot be read: .*no such table: main\.gone/),
    odd: expect.stringMatching(/^a virtual table that cannot be read: .*no such module: nowhere/),
  });
  await expect(rowsOf(source, 'lost', [])).rejects.toMatchObject({ code: 'QUERY_FAILED', location: { file } });
  await source.close();
});

it.each([
  ['cut short', (file: string) => truncateSync(file, 8192)],
  ['with rubbish in it', (file: string) => writeFileSync(file, readFileSync(file).fill(0xa5, 4096, 12288))],
  ['with a header alone', (file: string) => truncateSync(file, 16)],
])('a file %s is CORRUPT_FILE', async (_, damage) => {
  const file = join(scratch, 'damaged.sqlite');
  rmSync(file, { force: true });
  copyFileSync(odd, file);
  damage(file);
  await expect(guessMapping(file)).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file } });
});

it('texts in another encoding are refused, saying where', async () => {
  const file = newFile("CREATE TABLE a (id, b); INSERT INTO a VALUES (1, 'ok'), (2, CAST(x'ff41' AS TEXT))");
  await expect(guessMapping(file)).rejects.toMatchObject({
    code: 'INVALID_UTF8',
    location: { file: `${file}, table a`, row: 2, column: 'b' },
  });
});

it.each([
  [2, 'UTF-16le'],
  [3, 'UTF-16be'],
])('a database whose header says encoding %i is refused as %s', async (encoding, name) => {
  const file = newFile("CREATE TABLE a (id, b); INSERT INTO a VALUES (1, 'ok')");
  const bytes = readFileSync(file);
  bytes.writeUInt32BE(encoding, 56);
  writeFileSync(file, bytes);
  await expect(openSource(file)).rejects.toMatchObject({
    code: 'INVALID_UTF8',
    message: expect.stringContaining(name),
    location: { file },
  });
});

it('what is no database, no table or no column is named', async () => {
  writeFileSync(join(scratch, 'a.txt'), 'a,b');
  await expect(openSource(join(scratch, 'a.txt'))).rejects.toMatchObject({ code: 'UNKNOWN_FORMAT' });
  await expect(openSource(join(scratch, 'none'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  const source = await sqliteSource(odd);
  await expect(rowsOf(source, 'no', [])).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  await expect(rowsOf(source, 'bare', ['no'])).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
  await source.close();
  await expect(
    openTables(odd, {
      version: 1,
      nodes: { a: { table: 'bare', columns: { no: { kind: 'text', role: 'feature' } } } },
      edges: [],
      ignored: {},
    }),
  ).rejects.toMatchObject({
    code: 'UNKNOWN_COLUMN',
    location: { file: `${odd}, table bare`, column: 'no' },
  });
});
