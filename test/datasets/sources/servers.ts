import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { SourceTable, TableSource } from '../../../src/datasets/index.js';
import { quoted } from '../../../src/datasets/sources/base/quote.js';
import { rowsOf, scratch } from './chinook.js';

const debian = '/usr/lib/postgresql';
const binaries = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
/** Programs of a PostgreSQL server that is installed; undefined where there is none. */
export const postgresBin = binaries.find((folder) => existsSync(join(folder, 'initdb')));

const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
});

/** Starts a server of our own on a free port and gives its address. Servers refuse to run as root. */
export async function startPostgres(): Promise<{ address: string; stop: () => Promise<void> }> {
  const home = join(scratch, 'postgres');
  mkdirSync(home);
  const user = userOf(process.getuid?.() === 0 ? 'nobody' : undefined);
  if (user) {
    chownSync(scratch, user.uid, user.gid);
    chownSync(home, user.uid, user.gid);
  }
  const options = { cwd: home, ...user };
  const data = join(home, 'data');
  execFileSync(join(postgresBin!, 'initdb'), ['-D', data, '-U', 'reader', '-A', 'trust', '--no-sync', '-E', 'UTF8'], {
    ...options,
    stdio: 'pipe',
  });
  const port = await freePort();
  const flags = [
    '-D',
    data,
    '-p',
    String(port),
    '-k',
    home,
    '-h',
    '127.0.0.1',
    '-c',
    'fsync=off',
    '-c',
    'autovacuum=off',
  ];
  const server = spawn(join(postgresBin!, 'postgres'), flags, { ...options, stdio: 'pipe' });
  await new Promise<void>((resolve, reject) => {
    let log = '';
    server.stderr.on('data', (chunk) => {
      log += chunk;
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(log)));
  });
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await gone;
  };
  stops.push(stop);
  return { address: `postgres://reader@127.0.0.1:${port}/postgres`, stop };
}

function userOf(name: string | undefined): { uid: number; gid: number } | undefined {
  if (name === undefined) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line!.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The source, whose connection is cut after two batches of each table. */
export function disturbed(source: TableSource, cut: () => Promise<void>): TableSource {
  return {
    name: source.name,
    tables: (run) => source.tables(run),
    close: () => source.close(),
    async *rows(table, columns, options) {
      let numBatches = 0;
      for await (const batch of source.rows(table, columns, { ...options, batchRows: 100 })) {
        yield batch;
        if (++numBatches === 2) await cut();
      }
    },
  };
}

const types: Readonly<Record<string, string>> = { number: 'numeric', date: 'timestamp', text: 'text' };

/** SQL that makes the tables of a source anew, with its keys. */
export async function copySql(source: TableSource, mark: '"' | '`' = '"', textKey = 'text'): Promise<string[]> {
  const tables = await source.tables();
  const q = (name: string) => quoted(name, mark);
  const list = (names: readonly string[]) => names.map(q).join(', ');
  const typeOf = (table: SourceTable, name: string) => {
    const column = table.columns.find((each) => each.name === name)!;
    if (/^INTEGER/.test(column.type)) return 'integer';
    if (/^NUMERIC/.test(column.type)) return 'numeric(10,2)';
    return column.kind === 'text' ? textKey : types[column.kind ?? 'text'];
  };
  const creates = tables.map((table) => {
    const columns = table.columns.map(({ name }) => `${q(name)} ${typeOf(table, name)}`);
    return `CREATE TABLE ${q(table.name)} (${[...columns, `PRIMARY KEY (${list(table.primaryKey)})`].join(', ')})`;
  });
  const inserts: string[] = [];
  for (const { name, columns } of tables) {
    const rows = await rowsOf(
      source,
      name,
      columns.map((column) => column.name),
    );
    const value = (cell: unknown) =>
      cell === null ? 'NULL' : typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : String(cell);
    for (let at = 0; at < rows.length; at += 500) {
      const values = rows.slice(at, at + 500).map((row) => `(${row.map(value).join(', ')})`);
      inserts.push(`INSERT INTO ${q(name)} VALUES ${values.join(', ')}`);
    }
  }
  const keys = tables.flatMap(({ name, foreignKeys }) =>
    foreignKeys.map(
      ({ columns, table, to }) =>
        `ALTER TABLE ${q(name)} ADD FOREIGN KEY (${list(columns)}) REFERENCES ${q(table)} (${list(to)})`,
    ),
  );
  return [...creates, ...inserts, ...keys];
}
