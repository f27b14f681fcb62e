import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import mysql from 'mysql2';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { duckdbSource, guessMapping, mysqlSource, openTables, sqliteSource } from '../../../src/datasets/index.js';
import { hashGraph } from '../../../src/graph/index.js';
import { chinookFile, hasChinook, rowsOf, scratch } from './chinook.js';
import { checkKeysOfThree, keysOfThree } from './keys-of-three.js';
import { copySql, disturbed, freePort } from './servers.js';

async function duckdbFile(name: string, statements: readonly string[]): Promise<string> {
  const file = join(scratch, name);
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const sql of statements) await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
  return file;
}

describe('DuckDB', () => {
  it('odd names, types and schemas; the file is opened for reading alone', { timeout: 60_000 }, async () => {
    const file = await duckdbFile('odd.duckdb', [
      'CREATE SCHEMA other',
      `CREATE TABLE other."select" ("from" HUGEINT PRIMARY KEY, "a ""b""" VARCHAR, t TIMESTAMP, tags VARCHAR[], s STRUCT(a INTEGER), b BLOB)`,
      `INSERT INTO other."select" VALUES (170141183460469231731687303715884105727, 'x', '1969-12-31 23:59:59.5', ['a', 'b c'], {a: 1}, '\\x00'::BLOB)`,
      `CREATE TABLE "User" (id UUID PRIMARY KEY, ok BOOLEAN, f FLOAT, d DATE, clock TIME, price DECIMAL(10, 2))`,
      `INSERT INTO "User" VALUES ('00000000-0000-0000-0000-000000000001', true, 0.1, '1900-01-01', '14:30', 1.50)`,
      'CREATE VIEW shown AS SELECT * FROM "User"',
      'CREATE TABLE owned (id INTEGER, of UUID REFERENCES "User")',
    ]);
    const source = await duckdbSource(`duckdb:${file}`);
    const tables = await source.tables();
    expect(tables.map(({ name, derived }) => [name, derived])).toEqual([
      ['User', undefined],
      ['owned', undefined],
      ['shown', 'a view'],
      ['other.select', undefined],
    ]);
    expect(tables[1]!.foreignKeys).toEqual([{ columns: ['of'], table: 'User', to: ['id'] }]);
    expect(await rowsOf(source, 'other.select', ['from', 't', 'tags', 's'])).toEqual([
      ['170141183460469231731687303715884105727', '1969-12-31 23:59:59.5', '["a","b c"]', '{"a":1}'],
    ]);
    expect(await rowsOf(source, 'User', ['ok', 'f', 'd', 'clock', 'price'])).toEqual([
      ['true', '0.1', '1900-01-01', '14:30:00', '1.5'],
    ]);
    expect(await rowsOf(source, 'User', [])).toHaveLength(1);
    await source.close();
    await expect(duckdbSource('no.duckdb')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('keys of several columns are in their order', { timeout: 60_000 }, async () => {
    const file = await duckdbFile('keys.duckdb', [
      'CREATE TABLE orders (no INTEGER, line INTEGER, shop INTEGER, PRIMARY KEY (shop, no, line))',
      `CREATE TABLE parcel (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c INTEGER,
        FOREIGN KEY (c, a, b) REFERENCES orders (shop, no, line))`,
    ]);
    await checkKeysOfThree(await duckdbFile('threes.duckdb', keysOfThree));
    const source = await duckdbSource(file);
    const [orders, parcel] = await source.tables();
    expect(orders!.primaryKey).toEqual(['shop', 'no', 'line']);
    expect(parcel!.foreignKeys).toEqual([{ columns: ['c', 'a', 'b'], table: 'orders', to: ['shop', 'no', 'line'] }]);
    await source.close();
  });

  it.each(['instance', 'connection'])(
    'where the %s fails, what is open is closed',
    { timeout: 60_000 },
    async (who) => {
      const file = await duckdbFile(`${who}.duckdb`, ['CREATE TABLE a (id INTEGER)']);
      const closed = [
        vi.spyOn(DuckDBInstance.prototype, 'closeSync'),
        vi.spyOn(DuckDBConnection.prototype, 'closeSync'),
      ];
      const failing =
        who === 'instance'
          ? vi.spyOn(DuckDBInstance.prototype, 'connect').mockRejectedValue(new Error('no more'))
          : vi.spyOn(DuckDBConnection.prototype, 'stream').mockRejectedValue(new Error('no more'));
      await expect(duckdbSource(file)).rejects.toMatchObject({ code: 'QUERY_FAILED' });
      expect(closed.map((spy) => spy.mock.calls.length)).toEqual(who === 'instance' ? [1, 0] : [1, 1]);
      for (const spy of [...closed, failing]) spy.mockRestore();
    },
  );

  it.skipIf(!hasChinook)('chinook is the same graph as from SQLite', { timeout: 120_000 }, async () => {
    const sqlite = await sqliteSource(chinookFile());
    const statements = await copySql(sqlite);
    // Keys can be declared in the table alone.
    const file = await duckdbFile(
      'chinook.duckdb',
      statements.filter((sql) => !sql.startsWith('ALTER')),
    );
    const { mapping } = await guessMapping(sqlite);
    const [one, other] = [await openTables(sqlite, mapping), await openTables(file, mapping)];
    expect(hashGraph(other.graph)).toBe(hashGraph(one.graph));
    await sqlite.close();
  });
});

const mariadb = ['/usr/sbin/mariadbd', '/usr/sbin/mysqld'].find((path) => existsSync(path));
const install = ['/usr/bin/mariadb-install-db', '/usr/bin/mysql_install_db'].find((path) => existsSync(path));

describe.skipIf(!mariadb || !install)('a MariaDB server', () => {
  let address = '';
  let stop = async () => {};
  beforeAll(async () => {
    const home = join(scratch, 'mariadb');
    mkdirSync(home);
    const user = process.getuid?.() === 0 ? ['--user=root'] : [];
    const data = join(home, 'data');
    execFileSync(
      install!,
      ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...user],
      { stdio: 'pipe' },
    );
    const port = await freePort();
    const flags = [
      '--no-defaults',
      `--datadir=${data}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(home, 's')}`,
      `--pid-file=${join(home, 'pid')}`,
      '--skip-name-resolve',
      ...user,
    ];
    const server = spawn(mariadb!, flags, { stdio: 'pipe' });
    await new Promise<void>((resolve, reject) => {
      let log = '';
      server.stderr.on('data', (chunk) => {
        log += chunk;
        if (/ready for connections/.test(log)) resolve();
      });
      server.once('exit', () => reject(new Error(log)));
    });
    address = `mysql://root@127.0.0.1:${port}/shop`;
    stop = async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await gone;
    };
  }, 240_000);
  afterAll(async () => stop());

  const run = async (statements: readonly string[]) => {
    const connection = await mysql
      .createConnection({ uri: address.replace(/shop$/, ''), multipleStatements: true })
      .promise();
    for (const sql of statements) await connection.query(sql);
    await connection.end();
  };

  it('odd names and types; a connection of your own stays open', { timeout: 120_000 }, async () => {
    await run(
      [
        'CREATE DATABASE shop',
        'USE shop',
        `
      CREATE TABLE \`select\` (\`from\` bigint unsigned PRIMARY KEY, \`a \`\`b\` enum('x', 'y'), t datetime(3), flag bit(1), b blob, price decimal(10,2), f float);
      INSERT INTO \`select\` VALUES (18446744073709551615, 'x', '1969-12-31 23:59:59.5', b'1', x'00', 1.50, 0.1);
      CREATE TABLE part (id integer PRIMARY KEY, f bigint unsigned, FOREIGN KEY (f) REFERENCES \`select\` (\`from\`));
      CREATE VIEW shown AS SELECT * FROM part`,
      ].flatMap((sql) => sql.split(';\n')),
    );
    const connection = mysql.createConnection(address);
    const source = await mysqlSource(connection);
    const tables = await source.tables();
    expect(tables.map(({ name, derived }) => [name, derived])).toEqual([
      ['part', undefined],
      ['select', undefined],
      ['shown', 'a view'],
    ]);
    expect(tables[0]!.foreignKeys).toEqual([{ columns: ['f'], table: 'select', to: ['from'] }]);
    expect(await rowsOf(source, 'select', ['from', 'a `b', 't', 'flag', 'price', 'f'])).toEqual([
      ['18446744073709551615', 'x', '1969-12-31 23:59:59.500', '1', '1.5', '0.1'],
    ]);
    await source.close();
    await connection.promise().query('SELECT 1');
    connection.destroy();
  });

  it('a connection of your own is left as it was, and refused within a transaction', { timeout: 120_000 }, async () => {
    await run(['CREATE DATABASE IF NOT EXISTS shop', 'CREATE TABLE shop.work (id integer)']);
    const connection = mysql.createConnection(address);
    const query = async (sql: string) => (await connection.promise().query({ sql, rowsAsArray: true }))[0];
    await query("SET SESSION time_zone = '+02:00'");
    await query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    const state = async () => [
      await query("SHOW VARIABLES WHERE variable_name IN ('time_zone', 'tx_isolation', 'transaction_isolation')"),
      connection.listenerCount('error'),
      connection.listenerCount('end'),
    ];
    const before = await state();
    for (const begin of ['BEGIN', 'SET autocommit = 0']) {
      await query(begin);
      await query('INSERT INTO work VALUES (1)');
      await expect(mysqlSource(connection)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
      await query('ROLLBACK');
      expect(await query('SELECT count(*) FROM work')).toEqual([[0]]);
      await query('COMMIT');
    }
    const source = await mysqlSource(connection);
    expect(await rowsOf(source, 'work', ['id'])).toEqual([]);
    await source.close();
    expect(await query('SELECT @@autocommit')).toEqual([[0]]);
    expect(await state()).toEqual(before);
    connection.destroy();
  });

  it.each([
    ['bigint unsigned', '18446744073709551615', 'number', '18446744073709551615'],
    ['bit(1)', "b'0'", 'boolean', '0'],
    ['bit(12)', "b'101'", 'number', '5'],
    ['date', "'0000-00-00'", 'date', '0000-00-00'],
    ['datetime(6)', "'0000-00-00 00:00:00'", 'date', '0000-00-00'],
    ['year', '2024', 'number', '2024'],
    ['time', "'-838:59:59'", undefined, '-838:59:59'],
    ["set('a', 'b')", "'a,b'", undefined, 'a,b'],
    ['double', '1e308', 'number', '1e+308'],
    ["enum('int', 'date')", "'int'", 'text', 'int'],
    ['longtext CHARACTER SET latin1', "'Gr\u00f6\u00dfe'", 'text', 'Gr\u00f6\u00dfe'],
    ['int GENERATED ALWAYS AS (id * 2)', 'DEFAULT', 'number', '2'],
  ])('a column of the type %s', { timeout: 60_000 }, async (type, value, kind, text) => {
    await run([
      'CREATE DATABASE IF NOT EXISTS shop',
      "SET sql_mode = ''",
      'DROP TABLE IF EXISTS shop.typed',
      `CREATE TABLE shop.typed (id integer PRIMARY KEY, \`v;'"\` ${type})`,
      `INSERT INTO shop.typed VALUES (1, ${value})`,
    ]);
    const source = await mysqlSource(address);
    const table = (await source.tables()).find(({ name }) => name === 'typed')!;
    const rows = await rowsOf(source, 'typed', [`v;'"`]);
    await source.close();
    expect([table.columns[1]!.kind, rows]).toEqual([kind, [[text]]]);
  });

  it('keys of three columns, in another order, and of a table to itself', { timeout: 60_000 }, async () => {
    await run(['CREATE DATABASE threes', 'USE threes', ...keysOfThree]);
    await checkKeysOfThree(address.replace(/shop$/, 'threes'));
  });

  it.skipIf(!hasChinook)(
    'chinook is the same graph as from SQLite; a server that is gone is CONNECTION_FAILED',
    { timeout: 240_000 },
    async () => {
      const sqlite = await sqliteSource(chinookFile());
      const made = (await copySql(sqlite, '`', 'varchar(250)')).map((sql) => sql.replaceAll(' timestamp', ' datetime'));
      await run([
        'CREATE DATABASE chinook CHARACTER SET utf8mb4',
        'USE chinook',
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES'",
        ...made,
      ]);
      const place = address.replace(/shop$/, 'chinook');
      const { mapping } = await guessMapping(sqlite);
      const guess = await guessMapping(place);
      expect(guess.mapping.edges.map(({ type }) => type)).toEqual(mapping.edges.map(({ type }) => type));
      const [one, other] = [await openTables(sqlite, mapping), await openTables(place, mapping)];
      expect(hashGraph(other.graph)).toBe(hashGraph(one.graph));
      await sqlite.close();
      // A connection that is lost in each table is made again, and nothing is written.
      const state = async () => {
        const connection = await mysql.createConnection(place).promise();
        const [counts] = await connection.query(
          "SHOW GLOBAL STATUS WHERE variable_name RLIKE '^innodb_rows_(ins|upd|del)'",
        );
        const [sums] = await connection.query(
          `CHECKSUM TABLE ${Object.values(mapping.nodes).map(({ table }) => table)}`,
        );
        await connection.end();
        return [counts, sums];
      };
      const before = await state();
      const killOthers = async () => {
        const connection = await mysql.createConnection(place).promise();
        const sql = 'SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND db = DATABASE()';
        const [all] = await connection.query(sql);
        for (const { id } of all as { id: number }[]) await connection.query(`KILL ${id}`).catch(() => {});
        await connection.end();
      };
      const source = disturbed(await mysqlSource(place), killOthers);
      const stages: string[] = [];
      const same = await openTables(source, mapping, { onProgress: ({ stage }) => stages.push(stage) });
      await source.close();
      expect(hashGraph(same.graph)).toBe(hashGraph(one.graph));
      expect(stages.some((stage) => stage.startsWith('connect again'))).toBe(true);
      expect(await state()).toEqual(before);
      const connection = mysql.createConnection(place);
      const own = await mysqlSource(connection);
      await killOthers();
      await expect(rowsOf(own, 'Track', ['TrackId'])).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
      await stop();
      await expect(guessMapping(place)).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
    },
  );
});
