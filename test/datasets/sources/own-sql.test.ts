import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { expect, it } from 'vitest';
import { sqliteSource } from '../../../src/datasets/index.js';
import { OwnSql } from '../../../src/datasets/sources/sqlite/own-sql.js';
import { rowsOf, scratch } from './chinook.js';

let count = 0;
function newFile(sql: string): string {
  const file = join(scratch, `own-${++count}.any`);
  const database = new sqlite.Database(file);
  database.exec(sql);
  database.close();
  return file;
}

const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS id FROM n';
const numbers = (from: number) =>
  `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n LIMIT 5) SELECT i AS id FROM n`;
const file = newFile(`
  CREATE TABLE disk_usage (id INTEGER PRIMARY KEY); INSERT INTO disk_usage VALUES (1);
  CREATE VIEW one AS ${numbers(1)}; CREATE VIEW hundred AS ${numbers(100)}; CREATE VIEW stuck AS ${endless};
  CREATE VIEW odd AS SELECT json_extract('{', '$.a') AS id FROM disk_usage;
  CREATE VIEW missing AS SELECT id FROM disk_usage_of_old`);

it('views that are read at the same time give their own rows, however long a statement may take', async () => {
  const source = await sqliteSource(file, { ownSqlSeconds: 2 ** 31 });
  const read = async (view: string) => {
    const found: unknown[] = [];
    for await (const { columns } of source.rows(view, ['id'], { batchRows: 1 })) found.push(columns[0]![0]);
    return found;
  };
  expect(await Promise.all([read('one'), read('hundred')])).toEqual([
    [1, 2, 3, 4, 5],
    [100, 101, 102, 103, 104],
  ]);
  await source.close();
  await expect(rowsOf(source, 'one', ['id'])).rejects.toMatchObject({ code: 'DISPOSED', location: { file } });
});

it('what SQL of the file itself says is no damage of the file', async () => {
  const source = await sqliteSource(file);
  const missing = (await source.tables()).find(({ name }) => name === 'missing')!;
  expect(missing.unreadable).toMatch(/no such table: main\.disk_usage_of_old/);
  await expect(rowsOf(source, 'odd', ['id'])).rejects.toMatchObject({
    code: 'QUERY_FAILED',
    message: expect.stringContaining('malformed JSON'),
  });
  await source.close();
});

it('an abort is heard while a statement runs, and a thread that ended is followed by another', async () => {
  const own = new OwnSql(file, 60);
  const stop = new AbortController();
  const stuck = own.rows('SELECT id FROM stuck', [], 1, { signal: stop.signal }).next();
  setTimeout(() => stop.abort(), 50);
  await expect(stuck).rejects.toMatchObject({ code: 'ABORTED' });
  expect(await own.all('SELECT id FROM one', [])).toHaveLength(5);
  const closed = expect(own.all('SELECT id FROM stuck', [])).rejects.toMatchObject({ code: 'DISPOSED' });
  setTimeout(() => void own.close(), 50);
  await closed;
  await expect(own.all('SELECT 1', [])).rejects.toMatchObject({ code: 'DISPOSED' });
});

it('a thread that cannot be started is not kept', async () => {
  const path = join(scratch, 'later.any');
  const own = new OwnSql(path, 60);
  await expect(own.all('SELECT 1', [])).rejects.toThrow();
  const database = new sqlite.Database(path);
  database.exec('CREATE TABLE a (id)');
  database.close();
  expect(await own.all('SELECT count(*) AS n FROM a', [])).toEqual([{ n: 0 }]);
  await own.close();
});

it('only what a module makes for itself is hidden', async () => {
  const made = newFile(`
    CREATE VIRTUAL TABLE "a USING b" USING fts5(body); CREATE TABLE "a USING b_stat" (id); CREATE TABLE "a USING b_node" (id);
    CREATE TABLE old_content (id); CREATE TABLE old_data (id); CREATE TABLE old_idx (id); CREATE TABLE plain_data (id);
    PRAGMA writable_schema = ON;
    INSERT INTO sqlite_schema VALUES ('table', 'old', 'old', 0, 'CREATE VIRTUAL TABLE old USING fts4(body)'),
      ('table', 'plain', 'plain', 0, 'CREATE VIRTUAL TABLE plain USING nowhere(a)')`);
  const source = await sqliteSource(made);
  expect((await source.tables()).map(({ name, derived }) => [name, derived])).toEqual([
    ['a USING b', 'a virtual table'],
    ['a USING b_node', undefined],
    ['a USING b_stat', undefined],
    ['old', 'a virtual table'],
    ['old_data', undefined],
    ['old_idx', undefined],
    ['plain', 'a virtual table'],
    ['plain_data', undefined],
  ]);
  await source.close();
});
