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
import { checkKeysOfThree, keysOfThree } from './keys-of-three.js';
import { copySql, disturbed, postgresBin, startPostgres } from './servers.js';

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

/** A type, a value, what is declared of it and the value as text. */
const postgresTypes: readonly (readonly [string, string, string | undefined, string | null])[] = [
  ['point', "'(1,2)'", undefined, '(1,2)'],
  ['box', "'(1,2),(0,0)'", undefined, '(1,2),(0,0)'],
  ['interval', "'1 day'", undefined, '1 day'],
  ['int4range', "'[1,5)'", undefined, '[1,5)'],
  ['daterange', "'[2024-01-01,2024-01-02)'", undefined, '[2024-01-01,2024-01-02)'],
  ['integer[]', "'{1,NULL,3}'", undefined, '[1,null,3]'],
  ['text[][]', `'{{a,"b,c"},{d,e}}'`, undefined, '[["a","b,c"],["d","e"]]'],
  ['interest', "'int'", 'text', 'int'],
  ['price', "'1.50'", 'number', '1.5'],
  ['pair', "ROW(1, 'a')", undefined, '{"a":1,"b":"a"}'],
  ['jsonb', `'{"a": 1}'`, 'text', '{"a": 1}'],
  ['numeric', "'1e400'::numeric", 'number', `1${'0'.repeat(400)}`],
  ['numeric', "'Infinity'", 'number', 'Infinity'],
  ['double precision', "'-Infinity'", 'number', '-Infinity'],
  ['date', "'infinity'", 'date', 'infinity'],
  ['date', "'5874897-12-31'", 'date', '5874897-12-31'],
  ['timestamp', "'2024-05-31 24:00'", 'date', '2024-06-01'],
  ['money', "'1,234.50'", 'number', '$1,234.50'],
  ['bit(3)', "B'101'", undefined, '101'],
  ['inet', "'10.0.0.1'", undefined, '10.0.0.1/32'],
  ['xml', "'<a/>'", undefined, '<a/>'],
  ['char(3)', "'a'", 'text', 'a'],
  ['integer GENERATED ALWAYS AS (id * 2) STORED', '', 'number', '2'],
];

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

  beforeAll(() =>
    run([
      "CREATE TYPE interest AS ENUM ('int', 'none')",
      'CREATE DOMAIN price AS numeric(10, 2) CHECK (VALUE >= 0)',
      'CREATE TYPE pair AS (a integer, b text)',
    ]),
  );

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

  const cut = () =>
    run([
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
    ]);
  /** Grows with every transaction that writes. */
  const written = async () => {
    const client = new pg.Client(address);
    await client.connect();
    const { rows } = await client.query('SELECT txid_snapshot_xmax(txid_current_snapshot())::text AS at');
    await client.end();
    return rows;
  };

  it.skipIf(!hasChinook)(
    'a connection that is lost in each table is made again: the same graph, and nothing is written',
    {
      timeout: 120_000,
    },
    async () => {
      const before = await written();
      const { mapping } = await guessMapping(address);
      const { graph } = await openTables(address, mapping);
      const source = disturbed(await postgresSource(address), cut);
      const stages = new Set<string>();
      const same = await openTables(source, mapping, { onProgress: ({ stage }) => stages.add(stage) });
      await source.close();
      expect(hashGraph(same.graph)).toBe(hashGraph(graph));
      expect([...stages].filter((stage) => stage.startsWith('connect again')).sort()).toEqual(
        ['Album', 'Artist', 'Invoice', 'InvoiceLine', 'PlaylistTrack', 'Track'].map(
          (table) => `connect again to read ${table}`,
        ),
      );
      expect(await written()).toEqual(before);
    },
  );

  it('a connection that is lost for good, or that is not ours, says how far it was read; rows that changed are refused', {
    timeout: 60_000,
  }, async () => {
    await run(['CREATE TABLE many AS SELECT generate_series(1, 1000) AS id', 'CREATE TABLE other AS SELECT 1 AS id']);
    const client = new pg.Client(address);
    client.on('error', () => {});
    await client.connect();
    const reading = async (source: TableSource, then: () => Promise<void>) => {
      for await (const _ of source.rows('other', ['id']));
      const rows = source.rows('many', ['id'], { batchRows: 10 })[Symbol.asyncIterator]();
      await rows.next();
      await cut();
      await then();
      while (!(await rows.next()).done);
      await source.close();
    };
    const nothing = async () => {};
    await expect(reading(await postgresSource(client), nothing)).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      message: expect.stringContaining('after 10 rows of the table many'),
    });
    await expect(reading(await postgresSource(address, { retries: 0 }), nothing)).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      location: { file: address },
    });
    await expect(reading(await postgresSource(address), () => run(['UPDATE other SET id = 2']))).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
    });
    await expect(
      reading(await postgresSource(address), () => run(['UPDATE many SET id = 0 WHERE id = 5'])),
    ).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
    });
    // What was not read yet may be other than it was.
    await reading(await postgresSource(address), () => run(['CREATE TABLE later (id integer)', 'DROP TABLE later']));
  });

  it.each(postgresTypes)('a column of the type %s', { timeout: 60_000 }, async (type, value, kind, text) => {
    await run([
      `DROP TABLE IF EXISTS typed`,
      `CREATE TABLE typed (id integer PRIMARY KEY, "v;'" ${type})`,
      `INSERT INTO typed (id${value === '' ? '' : `, "v;'"`}) VALUES (1${value === '' ? '' : `, ${value}`})`,
    ]);
    const source = await postgresSource(address);
    const table = (await source.tables()).find(({ name }) => name === 'typed')!;
    const rows = await rowsOf(source, 'typed', ["v;'"]);
    await source.close();
    expect([table.columns[1]!.kind, rows]).toEqual([kind, [[text]]]);
  });

  it('keys of three columns, in another order, and of a table to itself', { timeout: 60_000 }, async () => {
    await run(['CREATE DATABASE keys']);
    const place = address.replace(/postgres$/, 'keys');
    const client = new pg.Client(place);
    await client.connect();
    for (const sql of keysOfThree) await client.query(sql);
    await client.end();
    await checkKeysOfThree(place);
  });

  it('a server that is not there is CONNECTION_FAILED, and no password is told', { timeout: 60_000 }, async () => {
    await stop();
    const given = address.replace('reader@', 'reader:secret@');
    await expect(guessMapping(given)).rejects.toMatchObject({ code: 'CONNECTION_FAILED', location: { file: address } });
  });
});
