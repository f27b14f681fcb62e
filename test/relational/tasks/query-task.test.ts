import { expect, it } from 'vitest';
import { queryTask } from '../../../src/relational/tasks/query-task.js';
import { seenUnder } from '../../../src/relational/tasks/see.js';
import { databaseOfTables, table } from '../databases.js';

const DAY = 86_400;

/** Customer 0 orders every second day, customer 1 on even tens, customer 2 never, customer 3 from day 50 on. */
const days = Array.from({ length: 100 }, (_, day) => day);
const orders = days.flatMap((day) => [
  ...(day % 2 === 0 ? [[0, day] as const] : []),
  ...(day % 20 < 10 ? [[1, day] as const] : []),
  ...(day >= 50 ? [[3, day] as const] : []),
]);
const shop = databaseOfTables(
  table('customer', 4, { categories: { country: ['DE', 'FR', 'DE', 'DE'] } }),
  table('order', orders.length, {
    time: orders.map(([, day]) => day),
    keys: { customer: ['customer', orders.map(([customer]) => customer)] },
    numbers: { total: orders.map(([customer, day]) => customer + day / 1000) },
  }),
);

it('asks about rows that were known at each anchor, and labels them by the window after it', async () => {
  const task = await queryTask(shop, 'PREDICT COUNT(orders) OVER 10 DAYS FOR customers');
  const all = (['train', 'valid', 'test'] as const).flatMap((part) =>
    Array.from(task[part].rows, (row, i) => [row, task[part].times[i]! / DAY, task[part].labels[i]!] as const),
  );
  for (const [row, day, label] of all) {
    expect(label).toBe(orders.filter(([own, time]) => own === row && time > day && time <= day + 10).length);
    // Customer 2 is never seen.
    expect(row).not.toBe(2);
    if (row === 3) expect(day).toBeGreaterThanOrEqual(50);
  }
  expect(all.filter(([row]) => row === 3).length).toBeGreaterThan(2);
  expect(task).toMatchObject({ kind: 'numbers', table: 'customer', horizon: 10 * DAY });
});

it('a comparison makes a question of yes or no; conditions leave rows out', async () => {
  const all = await queryTask(shop, 'PREDICT COUNT(orders) OVER 10 DAYS > 7 FOR customers');
  expect(all.kind).toBe('binary');
  expect(new Set(all.train.labels)).toEqual(new Set([0, 1]));
  const some = await queryTask(
    shop,
    "PREDICT COUNT(orders) OVER 10 DAYS > 7 FOR customers WHERE country = 'DE' AND COUNT(orders) OVER LAST 10 DAYS > 0",
  );
  expect(new Set(some.train.rows)).toEqual(new Set([0, 3]));
  expect(some.train.rows.length).toBeLessThan(all.train.rows.length);
});

it('a mean of nothing is no label', async () => {
  const task = await queryTask(shop, 'PREDICT AVG(orders.total) OVER 10 DAYS FOR customers');
  // In every second window customer 1 orders nothing.
  const of = (row: number) => task.train.rows.filter((own) => own === row).length;
  expect(of(1)).toBeLessThan(of(0));
});

it('under the frozen protocol nothing after the first anchor of a part is seen in it', async () => {
  const task = await queryTask(shop, 'PREDICT COUNT(orders) OVER 10 DAYS FOR customers');
  const frozen = seenUnder(task, 'frozen');
  expect(new Set(frozen.test.seenUntil)).toEqual(new Set([task.testFrom]));
  expect(new Set(frozen.valid.seenUntil)).toEqual(new Set([task.validFrom]));
  expect(frozen.train.seenUntil).toBeUndefined();
  expect(seenUnder(task, 'rolling')).toBe(task);
});

it('thins out rows of training by the seed, and says so', async () => {
  const ask = (seed: number) =>
    queryTask(shop, 'PREDICT COUNT(orders) OVER 10 DAYS FOR customers', { maxTrain: 5, seed });
  const one = await ask(1);
  expect(one.train.rows.length).toBe(5);
  expect(await ask(1)).toEqual(one);
  expect((await ask(2)).train).not.toEqual(one.train);
  expect(one.remarks).toEqual(['The rows of training are thinned out evenly to 5.']);
});

it('is aborted, and says how far it is', async () => {
  const query = 'PREDICT COUNT(orders) OVER 10 DAYS FOR customers';
  await expect(queryTask(shop, query, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  const stages: string[] = [];
  await queryTask(shop, query, { onProgress: ({ stage, done, total }) => stages.push(`${stage} ${done}/${total}`) });
  expect(stages.filter((each) => each.startsWith('label valid'))).toEqual(['label valid 0/1', 'label valid 1/1']);
});

it('booleans are a question only where one is taken of the window; categories are compared with no number', async () => {
  const [first] = [...shop.tables.values()];
  const some = shop.tables.get('order')!;
  const returned = Float64Array.from({ length: some.numRows }, (_, i) => Number(i % 3 === 0));
  const withFlag = {
    ...some,
    columns: [
      { name: 'returned', kind: 'boolean' as const, values: returned },
      { name: 'state', kind: 'category' as const, codes: new Int32Array(some.numRows), categories: ['1', '2'] },
    ],
  };
  const database = databaseOfTables(first!, withFlag);
  const kindOf = async (measure: string) =>
    (await queryTask(database, `PREDICT ${measure} OVER 4 DAYS FOR customers`)).kind;
  expect(await kindOf('SUM(orders.returned)')).toBe('numbers');
  expect(await kindOf('AVG(orders.returned)')).toBe('numbers');
  expect(await kindOf('LAST(orders.returned)')).toBe('binary');
  await expect(queryTask(database, 'PREDICT LAST(orders.state) OVER 10 DAYS = 1 FOR customers')).rejects.toThrowError(
    /state holds categories/,
  );
});

it('says how many windows are asked about where they are not all', async () => {
  const query = 'PREDICT COUNT(orders) OVER 1 DAY FOR customers';
  expect((await queryTask(shop, query, { mostTrained: 5 })).remarks).toEqual([
    expect.stringMatching(/^Of 99 windows that the events span 35 are asked about: the latest 5 /),
  ]);
});

it.each([
  ['PREDICT COUNT(orders) OVER 90 DAYS FOR customers', 'NO_ROWS', /span too short/],
  ['PREDICT COUNT(orders) OVER 10 DAYS > 100 FOR customers', 'NO_ROWS', /have the same label/],
  ['PREDICT COUNT(orders WHERE total > 99) OVER 10 DAYS FOR customers', 'NO_ROWS', /No row is counted/],
  ['PREDICT LIST(orders.customer) OVER 10 DAYS FOR customers', 'INVALID_QUERY', /Lists are not forecast as one/],
  ['PREDICT COUNT(customers) OVER 10 DAYS FOR orders', 'INVALID_QUERY', /Nobody knows when/],
])('refuses %s', async (query, code, message) => {
  await expect(queryTask(shop, query)).rejects.toThrowError(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});
