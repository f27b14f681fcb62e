import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  guessMapping,
  openTables,
  postgresSource,
  sqliteSource,
  type TableSource,
} from '../../../src/datasets/index.js';
import { hashGraph } from '../../../src/graph/index.js';
import { chinookFile, hasChinook, rowsOf } from './chinook.js';
import { copySql, postgresBin, startPostgres } from './servers.js';

const odd = `
  CREATE SCHEMA other; CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE TABLE other."select" ("from" bigint PRIMARY KEY, "a ""b""" mood, t timestamptz, tags text[], j jsonb, b bytea);
  INSERT INTO other."select" VALUES (9223372036854775807, 'ok', '1969-12-31 23:59:59.5+00', '{a,"b c"}', '{"a": 1}', '\\x00');
  CREATE TABLE "User" (id uuid PRIMARY KEY, ok boolean, f real, d date, clock time, nil numeric);
  INSERT INTO "User" VALUES ('00000000-0000-0000-0000-000000000001', true, 0.1, '0044-03-15 BC', '14:30', 'NaN');
  CREATE TABLE "user" (id integer, s bigint REFERENCES other."select");
  CREATE VIEW shown AS SELECT * FROM "user";
  CREATE TABLE part (id integer, at date) PARTITION BY RANGE (at);
  CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
  INSERT INTO part VALUES (1, '2024-05-31'), (2, '2024-06-01');`;

async function checkOdd(source: TableSource): Promise<void> {
  const tables = await source.tables();
  expect(tables.map(({ name, derived }) => [name, derived])).toEqual([
    ['other.select', undefined],
    ['User', undefined],
    ['part', undefined],
    ['shown', 'a view'],
    ['user', undefined],
  ]);
  expect(tables[4]!.foreignKeys).toEqual([{ columns: ['s'], table: 'other.select', to: ['from'] }]);
  expect(await rowsOf(source, 'other.select', ['t', 'a "b"', 'tags', 'j', 'from'])).toEqual([
    ['1969-12-31 23:59:59.5+00', 'ok', '["a","b c"]', '{"a": 1}', '9223372036854775807'],
  ]);
  expect(await rowsOf(source, 'User', ['ok', 'f', 'd', 'clock', 'nil'])).toEqual([
    ['true', '0.1', '0044-03-15 BC', '14:30:00', 'NaN'],
  ]);
  expect(await rowsOf(source, 'part', ['at'])).toHaveLength(2);
  expect(await rowsOf(source, 'part', [])).toHaveLength(2);
}

/** A client within a transaction, failed or not, is refused and left as it is; one that was read through has its own settings again. */
async function checkLeftAlone(client: { query(sql: string): Promise<{ rows: object[] }> }): Promise<void> {
  const count = async () => (await client.query('SELECT count(*)::text AS n FROM work')).rows;
  const refused = async () =>
    expect(postgresSource(client)).rejects.toMatchObject({ code: 'INVALID_OPTION', hint: expect.any(String) });
  await client.query('CREATE TABLE work (id integer)');
  await client.query("SET timezone = 'Asia/Tokyo'");
  await client.query('BEGIN');
  await client.query('INSERT INTO work VALUES (1)');
  await refused();
  expect(await count()).toEqual([{ n: '1' }]);
  await expect(client.query('SELECT 1 / 0')).rejects.toThrow();
  await refused();
  await client.query('ROLLBACK');
  expect(await count()).toEqual([{ n: '0' }]);
  const source = await postgresSource(client);
  await source.close();
  expect((await client.query("SELECT current_setting('timezone') AS zone")).rows).toEqual([{ zone: 'Asia/Tokyo' }]);
  await client.query('DROP TABLE work');
}

it('PGlite: odd names, types, schemas and partitions; the client stays open', { timeout: 240_000 }, async () => {
  const client = await PGlite.create();
  await client.exec(odd);
  const source = await postgresSource(client);
  await checkOdd(source);
  await expect(client.query('INSERT INTO "user" VALUES (1)')).rejects.toThrow(/read-only/);
  await source.close();
  await client.query('INSERT INTO "user" VALUES (1)');
  await checkLeftAlone(client);
  await client.close();
});

describe.skipIf(!postgresBin)('a PostgreSQL server', () => {
  let address = '';
  let stop = async () => {};
  beforeAll(async () => {
    ({ address, stop } = await startPostgres());
  }, 120_000);

  const run = async (statements: readonly string[]) => {
    const client = new pg.Client(address);
    await client.connect();
    for (const sql of statements) await client.query(sql);
    await client.end();
  };

  it('odd names, types, schemas and partitions', { timeout: 60_000 }, async () => {
    await run(['CREATE DATABASE odd']);
    const client = new pg.Client(address.replace(/postgres$/, 'odd'));
    await client.connect();
    await client.query(odd);
    const source = await postgresSource(client);
    await checkOdd(source);
    await source.close();
    await checkLeftAlone(client);
    await client.end();
  });

  it.skipIf(!hasChinook)('chinook is the same graph as from SQLite', { timeout: 120_000 }, async () => {
    const file = await sqliteSource(chinookFile());
    await run(await copySql(file));
    const { mapping } = await guessMapping(file);
    const guess = await guessMapping(address);
    expect(guess.mapping).toEqual(mapping);
    const [one, other] = [await openTables(file, mapping), await openTables(address, guess.mapping)];
    expect(hashGraph(other.graph)).toBe(hashGraph(one.graph));
    await file.close();
  });

  it('a connection that is lost between batches says so, and the same call works again', {
    timeout: 60_000,
  }, async () => {
    await run(['CREATE TABLE many AS SELECT generate_series(1, 1000) AS id']);
    const source = await postgresSource(address);
    const reading = source.rows('many', ['id'], { batchRows: 10 })[Symbol.asyncIterator]();
    await reading.next();
    await run([
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
    ]);
    const rest = async () => {
      while (!(await reading.next()).done);
    };
    await expect(rest()).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
    await source.close();
    const again = await postgresSource(address);
    expect(await rowsOf(again, 'many', ['id'])).toHaveLength(1000);
    await again.close();
  });

  it('a server that is not there is CONNECTION_FAILED, and no password is told', { timeout: 60_000 }, async () => {
    await stop();
    const given = address.replace('reader@', 'reader:secret@');
    await expect(guessMapping(given)).rejects.toMatchObject({ code: 'CONNECTION_FAILED', location: { file: address } });
  });
});
