import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { guessFormat } from '../../../src/data/formats.js';
import { guessMapping, openTables, relbenchSource } from '../../../src/datasets/index.js';
import { absolutePath } from '../../../src/datasets/internal.js';
import { scratch } from './chinook.js';

const manifest = `name: shop
manifest_version: 1
description: 'A shop: customers, orders.'
val_timestamp: '2024-03-01'
test_timestamp: '2024-04-01'
tables:
  orders:
    pkey: null
    time_col: paid
    fkeys:
      buyer: customers
      seen_by: staff
  customers:
    pkey: no
    time_col: null
    fkeys: {}
  staff:
    pkey: no
    time_col: null
    fkeys:
      boss: staff
`;

function folder(name: string, text = manifest): string {
  const path = join(scratch, name);
  mkdirSync(join(path, 'db'), { recursive: true });
  mkdirSync(join(path, 'tasks', 'churn'), { recursive: true });
  writeFileSync(join(path, 'manifest.yaml'), text);
  const write = (table: string, columnData: Parameters<typeof parquetWriteFile>[0]['columnData']) =>
    parquetWriteFile({ filename: join(path, 'db', `${table}.parquet`), columnData });
  const days = (...dates: string[]) => dates.map((date) => new Date(date));
  write('customers', [
    { name: 'no', data: [0, 1, 2], type: 'INT32' },
    { name: 'joined', data: days('2024-01-01', '2024-01-02', '2024-01-03'), type: 'TIMESTAMP' },
  ]);
  write('staff', [
    { name: 'no', data: [0, 1], type: 'INT32' },
    { name: 'boss', data: [null, 0], type: 'INT32' },
  ]);
  write('orders', [
    { name: 'made', data: days('2024-02-01', '2024-02-02', '2024-02-03', '2024-02-04'), type: 'TIMESTAMP' },
    { name: 'paid', data: days('2024-02-05', '2024-02-06', '2024-02-07', '2024-02-08'), type: 'TIMESTAMP' },
    { name: 'buyer', data: [0, 1, 2, 2], type: 'INT32' },
    { name: 'seen_by', data: [1, 1, 0, null], type: 'INT32' },
    { name: 'total', data: [1.5, 2, 3, 4], type: 'DOUBLE' },
  ]);
  return path;
}

it('a folder of RelBench 3: keys and times as its manifest declares them', async () => {
  const path = folder('rel-shop');
  expect(guessFormat(path)).toBe('tables');
  const { mapping, warnings } = await guessMapping(path);
  expect(mapping.edges.map(({ type, table, target }) => [...type, table, target])).toEqual([
    ['order', 'buyer', 'customer', 'orders', 'buyer'],
    ['order', 'seen_by', 'staff', 'orders', 'seen_by'],
    ['staff', 'boss', 'staff', 'staff', 'boss'],
  ]);
  expect([mapping.nodes.order!.columns.paid, mapping.nodes.order!.columns.made]).toEqual([
    { kind: 'date', role: 'time' },
    { kind: 'date', role: 'feature' },
  ]);
  // The manifest says that no column tells when customers became known.
  expect(mapping.nodes.customer!.columns.joined).toEqual({ kind: 'date', role: 'feature' });
  expect(warnings).toEqual([]);
  const { graph, remarks } = await openTables(path, mapping);
  expect([graph.numNodes('order'), graph.numEdges('buyer'), graph.numEdges('seen_by'), remarks]).toEqual([4, 4, 3, []]);
});

it.each([
  ['no YAML', 'tables: [}'],
  ['no tables', 'name: a'],
  ['tables elsewhere', 'tables: { ../secret: { pkey: id } }'],
  ['a key that is a list', 'tables: { customers: { pkey: [no] } }'],
  [
    'aliases of aliases',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`)}]`).join('\n')}\ntables: *i\n`,
  ],
])('a manifest with %s is CORRUPT_FILE', async (_, text) => {
  const path = folder('rel-bad', text);
  const file = join(path, 'manifest.yaml');
  await expect(relbenchSource(path)).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file } });
});

it('a table without a file is FILE_NOT_FOUND; a key of what is not there is named', async () => {
  const absent = folder('rel-absent', 'tables: { customers: { pkey: no }, gone: { pkey: id } }');
  await expect(guessMapping(absent)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  const odd = folder('rel-odd', 'tables: { customers: { pkey: no, fkeys: { nothing: customers, joined: gone } } }');
  const { warnings } = await guessMapping(odd);
  expect(warnings).toEqual([expect.stringContaining('not there'), expect.stringContaining('no table gone')]);
});

it.each([
  ['pkey', 'customers: { pkey: nr }', 'nr'],
  ['time_col', 'orders: { time_col: payed }', 'payed'],
])('a %s that is no column is CORRUPT_FILE, which names it', async (key, table, column) => {
  const path = folder('rel-typo', `tables: { ${table} }`);
  await expect(guessMapping(path)).rejects.toMatchObject({
    code: 'CORRUPT_FILE',
    message: expect.stringContaining(key),
    location: { file: join(path, 'manifest.yaml'), column },
  });
});

it('a time that holds no dates, and a key to ids that are guessed, are named; without a word about times they are guessed', async () => {
  const path = folder(
    'rel-loose',
    'tables: { customers: {}, orders: { time_col: total, fkeys: { buyer: customers } }, staff: { pkey: no, time_col: null } }',
  );
  const { mapping, warnings } = await guessMapping(path);
  expect(mapping.nodes.customer!.columns.joined).toEqual({ kind: 'date', role: 'time' });
  expect(mapping.edges[0]).toMatchObject({ type: ['order', 'buyer', 'customer'], target: 'buyer' });
  expect(warnings).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^orders: the column total, which is declared .* holds no dates/),
      expect.stringMatching(/^orders: buyer is declared to name rows of customers, .* that no names them is guessed/),
    ]),
  );
});

it('a DuckDB file is found again from another folder', () => {
  const place = (path: string) => absolutePath(path);
  expect(['duckdb:a/b.duckdb', 'duckdb:///c.duckdb', 'a', 'postgres://a/b'].map(place)).toEqual([
    `duckdb:${resolve('a/b.duckdb')}`,
    'duckdb:/c.duckdb',
    resolve('a'),
    'postgres://a/b',
  ]);
});
