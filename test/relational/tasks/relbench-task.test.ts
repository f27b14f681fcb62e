import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { afterAll, expect, it } from 'vitest';
import { fitForecast, openDatabase, readTask } from '../../../src/relational/index.js';

const DAY = 86_400_000;
const start = Date.UTC(2024, 0, 1);
const scratch = mkdtempSync(join(tmpdir(), 'heterograph-relbench-'));
afterAll(() => rmSync(scratch, { recursive: true }));

type Columns = Parameters<typeof parquetWriteFile>[0]['columnData'];
const write = (path: string, columnData: Columns) => parquetWriteFile({ filename: join(scratch, path), columnData });

/** A folder as RelBench 3 lays it out: orders of customers, and a task of who orders nothing in the next ten days. */
function relbench(): Record<'train' | 'val' | 'test', [date: number, customer: number, label: number][]> {
  writeFileSync(
    join(scratch, 'manifest.yaml'),
    `name: rel-shop
tables:
  customers: { pkey: customer_id, time_col: null, fkeys: {} }
  orders: { pkey: order_id, time_col: placed, fkeys: { customer_id: customers } }
`,
  );
  for (const folder of ['db', 'tasks/churn', 'tasks/next']) mkdirSync(join(scratch, folder), { recursive: true });
  const orders = Array.from({ length: 40 }, (_, customer) =>
    Array.from({ length: 40 }, (_, n) => ({ customer, day: 5 * n + (customer % 5) })).filter(
      ({ day }) => customer % 2 === 1 || day < 60 + 4 * customer,
    ),
  ).flat();
  write('db/customers.parquet', [
    { name: 'customer_id', data: Array.from({ length: 40 }, (_, i) => i), type: 'INT32' },
  ]);
  write('db/orders.parquet', [
    { name: 'order_id', data: orders.map((_, i) => i), type: 'INT32' },
    { name: 'customer_id', data: orders.map(({ customer }) => customer), type: 'INT32' },
    { name: 'placed', data: orders.map(({ day }) => new Date(start + day * DAY)), type: 'TIMESTAMP' },
  ]);
  const rowsAt = (days: readonly number[]) =>
    days.flatMap((day) =>
      Array.from({ length: 40 }, (_, customer): [number, number, number] => [
        start + day * DAY,
        customer,
        Number(!orders.some((each) => each.customer === customer && each.day > day && each.day <= day + 10)),
      ]),
    );
  // Windows overlap in the training; a row is there twice.
  const train = rowsAt([40, 45, 50, 60, 70, 80, 90]);
  const parts = { train: [...train, train[3]!], val: rowsAt([110, 120]), test: rowsAt([140, 150, 160]).toReversed() };
  for (const [part, rows] of Object.entries(parts)) {
    const dates = { name: 'timestamp', data: rows.map(([date]) => new Date(date)), type: 'TIMESTAMP' } as const;
    const ids = { name: 'customer_id', data: rows.map(([, id]) => id), type: 'INT32' } as const;
    write(`tasks/churn/${part}.parquet`, [
      dates,
      ids,
      { name: 'churn', data: rows.map((row) => row[2]), type: 'INT32' },
    ]);
    write(`tasks/next/${part}.parquet`, [
      ...[dates, ids],
      { name: 'order_id', data: rows.map(([, id]) => [id, id + 1]), type: 'JSON' },
    ]);
  }
  return parts;
}

it('a task of RelBench 3: the rows of its three parts, as they are given', async () => {
  const parts = relbench();
  const { graph, database } = await openDatabase(scratch);
  const task = await readTask(join(scratch, 'tasks/churn'), graph, { horizonDays: 10 });
  const table = [...database.tables.values()].find(
    ({ columns, numRows }) => numRows === 40 && columns.length === 0,
  )!.name;
  expect(task).toMatchObject({ name: 'churn', table, kind: 'binary', horizon: 10 * 86_400 });
  for (const [part, given] of [
    [task.train, parts.train],
    [task.valid, parts.val],
    [task.test, parts.test],
  ] as const) {
    const ids = Array.from(part.rows, (row) => Number(graph.ids(table).idOf(row)));
    expect(ids).toEqual(given.map(([, id]) => id));
    expect(Array.from(part.times)).toEqual(given.map(([date]) => date / 1000));
    expect(Array.from(part.labels)).toEqual(given.map(([, , label]) => label));
  }
  const fitted = await fitForecast(database, task, { learners: ['linear'] });
  expect(fitted.testValues).toHaveLength(2 * parts.test.length);
  expect(fitted.scores.find(({ name }) => name === 'linear')!.test.rocAuc!.value).toBeGreaterThan(0.9);
  await expect(readTask(join(scratch, 'tasks/next'), graph)).rejects.toMatchObject({
    ...{ code: 'WRONG_DTYPE', hint: expect.stringContaining('PREDICT LIST') },
  });
  rmSync(join(scratch, 'tasks/churn/val.parquet'));
  await expect(readTask(join(scratch, 'tasks/churn'), graph)).rejects.toMatchObject({
    ...{ code: 'FILE_NOT_FOUND', location: { file: expect.stringMatching(/churn.val\.parquet$/) } },
  });
});
