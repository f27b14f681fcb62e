import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DateDay,
  Decimal,
  Float32,
  makeData,
  makeVector,
  Table,
  TimestampMicrosecond,
  tableFromArrays,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow';
import { fileWriter, ParquetWriter, parquetWriteFile, schemaFromColumnData } from 'hyparquet-writer';
import sqlite from 'node-sqlite3-wasm';
import { expect, it } from 'vitest';
import { arrowSource, guessMapping, openSource, openTables, parquetSource } from '../../../src/datasets/index.js';
import { rowsOf, scratch } from './chinook.js';

it('Parquet: times, lists, small floats and nulls come as they are, over groups of rows; bytes are named', async () => {
  const file = join(scratch, 'odd.parquet');
  parquetWriteFile({
    filename: file,
    rowGroupSize: 2,
    columnData: [
      { name: 'id', data: [1n, 2n ** 60n + 1n, 3n], type: 'INT64' },
      { name: 'select', data: ['a', null, 'c'], type: 'STRING' },
      { name: 'at', data: [new Date(0), null, new Date(-1)], type: 'TIMESTAMP' },
      { name: 'tags', data: [['a', 'b'], ['c'], []] },
      { name: 'share', data: [0.1, null, 3], type: 'FLOAT' },
      { name: 'photo', data: [1, 2, 3].map((byte) => Uint8Array.of(byte)), type: 'BYTE_ARRAY' },
    ],
  });
  const source = await parquetSource(file);
  const [table] = await source.tables();
  expect(table!.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['id', 'number'],
    ['select', 'text'],
    ['at', 'date'],
    ['tags', 'text'],
    ['share', 'number'],
    ['photo', 'binary'],
  ]);
  expect(await rowsOf(source, 'odd.parquet', ['share', 'id', 'select', 'at', 'tags'])).toEqual([
    ['0.1', 1n, 'a', '1970-01-01', '["a","b"]'],
    [null, 1152921504606846977n, null, null, '["c"]'],
    ['3', 3n, 'c', '1969-12-31 23:59:59.999', '[]'],
  ]);
  expect(await rowsOf(source, 'odd.parquet', [])).toHaveLength(3);
  await source.close();
  const { mapping } = await guessMapping(file);
  expect(mapping.nodes.odd).toMatchObject({ table: 'odd.parquet', id: 'id', columns: { photo: { role: 'ignore' } } });
});

it('Arrow: times, decimals, days and small floats come as they are, over batches', async () => {
  const file = join(scratch, 'odd.arrow');
  const at = makeVector(
    makeData({ type: new TimestampMicrosecond(), length: 2, data: BigInt64Array.of(-1n, 86_400_000_000n) }),
  );
  const day = makeVector(makeData({ type: new DateDay(), length: 2, data: Int32Array.of(-1, 1) }));
  const price = makeVector(
    makeData({
      type: new Decimal(2, 10, 128),
      length: 2,
      data: Uint32Array.of(0xffffff6a, 0xffffffff, 0xffffffff, 0xffffffff, 1200, 0, 0, 0),
    }),
  );
  const share = vectorFromArray([0.1, null], new Float32());
  const table = new Table({ at, day, price, share });
  writeFileSync(file, tableToIPC(table, 'file'));
  const source = await arrowSource(file);
  expect(await rowsOf(source, 'odd.arrow', ['price', 'at', 'day', 'share'])).toEqual([
    ['-1.5', '1969-12-31 23:59:59.999999', '1969-12-31', '0.1'],
    ['12', '1970-01-02', '1970-01-02', null],
  ]);
});

it('a folder may hold tables of several formats; keys that RelBench writes into Parquet are declared', async () => {
  const folder = join(scratch, 'mixed');
  mkdirSync(folder);
  writeFileSync(join(folder, 'users.csv'), 'user_id,age\n1,30\n2,40\n');
  writeFileSync(join(folder, 'items.arrow'), tableToIPC(tableFromArrays({ code: Int32Array.of(5, 6) }), 'file'));
  parquetWriteFile({
    filename: join(folder, 'seller.parquet'),
    columnData: [{ name: 'key', data: [8, 9], type: 'INT32' }],
    kvMetadata: [{ key: 'pkey_col', value: '"key"' }],
  });
  parquetWriteFile({
    filename: join(folder, 'buys.parquet'),
    columnData: [
      { name: 'user_id', data: [1, 2, 2], type: 'INT32' },
      { name: 'from', data: [9, 9, 8], type: 'INT32' },
      { name: 'note', data: ['a', 'b', 'a'], type: 'STRING' },
    ],
    kvMetadata: [{ key: 'fkey_col_to_pkey_table', value: '{"from":"seller"}' }],
  });
  const { mapping } = await guessMapping(folder);
  expect(mapping.edges.map(({ type, table, target }) => [...type, table, target])).toEqual([
    ['buy', 'user', 'user', 'buys.parquet', 'user_id'],
    ['buy', 'from', 'seller', 'buys.parquet', 'from'],
  ]);
  const { graph, remarks } = await openTables(folder, mapping);
  expect([graph.numNodes('buy'), graph.numNodes('item'), graph.numEdges('from'), remarks]).toEqual([3, 2, 3, []]);
});

it.each([{ batchRows: 0 }, { batchRows: 1.5 }, { batchRows: Number.NaN }, { maxRows: -1 }, { batch: 3 }])(
  'rows cannot be read with %o, from any source',
  async (options) => {
    const folder = join(scratch, 'limits');
    mkdirSync(folder, { recursive: true });
    const paths = ['a.arrow', 'a.parquet', 'a.sqlite'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(paths[0], tableToIPC(tableFromArrays({ id: Int32Array.of(5, 6) }), 'file'));
    parquetWriteFile({ filename: paths[1], columnData: [{ name: 'id', data: [5, 6], type: 'INT32' }] });
    const database = new sqlite.Database(paths[2]);
    database.exec('CREATE TABLE IF NOT EXISTS a (id INTEGER)');
    database.close();
    for (const path of paths) {
      const source = await openSource(path);
      const [table] = await source.tables();
      const first = source.rows(table!.name, ['id'], options)[Symbol.asyncIterator]().next();
      await expect(first).rejects.toMatchObject({
        code: 'INVALID_OPTION',
        location: { column: Object.keys(options)[0] },
      });
      await source.close();
    }
  },
);

/** A file of two groups of rows with a footer that says something else. */
function withFooter(file: string, total: bigint, groups: readonly bigint[]): void {
  const columnData = [
    { name: 'a', data: [1, 2, 3], type: 'INT32' as const },
    { name: 'b', data: ['x', 'y', null], type: 'STRING' as const },
  ];
  const writer = new ParquetWriter({ writer: fileWriter(file), schema: schemaFromColumnData({ columnData }) });
  writer.write({ columnData, rowGroupSize: 2 });
  writer.num_rows = total;
  for (const [at, rows] of groups.entries()) writer.row_groups[at]!.num_rows = rows;
  writer.finish();
}

it.each([
  ['more rows than any table', 10n ** 12n, [10n ** 12n - 1n, 1n], 'TOO_LARGE'],
  ['a group of less than no rows', 5n, [-5n, 10n], 'CORRUPT_FILE'],
  ['other rows than its groups', 4n, [2n, 1n], 'CORRUPT_FILE'],
] as const)('a Parquet file that says it has %s is refused', async (_, total, groups, code) => {
  const file = join(scratch, 'footer.parquet');
  withFooter(file, total, groups);
  await expect(parquetSource(file)).rejects.toMatchObject({ code, location: { file } });
});

it('a column of a Parquet file with fewer values than its group has rows is CORRUPT_FILE', async () => {
  const file = join(scratch, 'short.parquet');
  withFooter(file, 7n, [2n, 5n]);
  const source = await parquetSource(file);
  for (const column of ['a', 'b'])
    await expect(rowsOf(source, 'short.parquet', [column])).rejects.toMatchObject({
      code: 'CORRUPT_FILE',
      message: expect.stringContaining(`the column ${column} has too few rows`),
    });
  await source.close();
});

function spoil(file: string, range: (size: number) => [number, number]): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, ...range(bytes.length)));
}

it.each([
  ['cut short', (file: string) => truncateSync(file, 100)],
  ['with rubbish at its end', (file: string) => spoil(file, (size) => [size - 60, size - 8])],
  ['with rubbish at its start', (file: string) => spoil(file, () => [4, 60])],
])('a Parquet file %s is CORRUPT_FILE', async (_, damage) => {
  const sound = join(scratch, 'sound.parquet');
  parquetWriteFile({ filename: sound, columnData: [{ name: 'a', data: ['x', 'y', 'z', 'zz'], type: 'STRING' }] });
  const file = join(scratch, 'damaged.parquet');
  copyFileSync(sound, file);
  damage(file);
  await expect(guessMapping(file)).rejects.toMatchObject({ code: 'CORRUPT_FILE', location: { file } });
});
