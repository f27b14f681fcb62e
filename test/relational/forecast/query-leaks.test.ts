import { expect, it } from 'vitest';
import { fitForecast, queryTask } from '../../../src/relational/index.js';
import { databaseOfTables, table } from '../databases.js';

const people = Array.from({ length: 60 }, (_, i) => i);
/** Each orders every five to seven days; from a day of its own on orders are sent back, some days later. Every third stops early. */
const orders = people.flatMap((customer) =>
  Array.from({ length: 60 }, (_, n) => ({ customer, day: 1 + (customer % 5) + n * (5 + (customer % 3)) }))
    .filter(({ day }) => day < (customer % 3 === 0 ? 100 + customer : 300))
    .map((order) => ({ ...order, back: (order.day + 7 * customer) % 40 < 15 })),
);
const back = orders.flatMap(({ day, back: is }, i) => (is ? [[i, day + 12] as const] : []));
const lost = people.map((customer) => (customer % 3 === 0 ? 'lost' : 'active'));
const shop = databaseOfTables(
  table('customer', people.length, {
    categories: { status: lost, country: people.map((i) => ['DE', 'FR'][(i >> 1) % 2]!) },
  }),
  table('order', orders.length, {
    time: orders.map(({ day }) => day),
    keys: { customer: ['customer', orders.map(({ customer }) => customer)] },
    categories: {
      returned: orders.map(({ back: is }) => (is ? 'yes' : 'no')),
      way: orders.map((_, i) => ['app', 'web', 'shop'][(i * i) % 3]!),
    },
  }),
  table('return', back.length, { time: back.map(([, day]) => day), keys: { order: ['order', back.map(([i]) => i)] } }),
);
const options = { learners: [], features: { maxFeatures: 20 } };
const fitted = async (query: string, keep: readonly string[] = []) =>
  fitForecast(shop, await queryTask(shop, query), { ...options, keep });

it.each([
  ["PREDICT COUNT(orders) OVER 20 DAYS FOR customers WHERE status = 'lost'", 'customer.status', 'status'],
  [
    "PREDICT COUNT(orders) OVER 20 DAYS FOR customers WHERE COUNT(orders WHERE returned = 'yes') OVER LAST 40 DAYS > 0",
    ...['order.returned', 'returned'],
  ],
])('rows are not asked about by a column that was written later: %s', async (query, column, name) => {
  const refused = fitted(query);
  await expect(refused).rejects.toMatchObject({
    ...{ code: 'INVALID_QUERY', location: { column: `character ${query.indexOf(name) + 1}` } },
    ...{ message: expect.stringContaining(`${column} says which rows are asked about, and it`) },
    hint: expect.stringContaining(`--keep ${column}`),
  });
  expect((await fitted(query, [column])).scores.length).toBeGreaterThan(0);
});

it('a column that is a target is no safer', async () => {
  const target = (name: string, column: string) => {
    const found = shop.tables.get(name)!;
    const columns = found.columns.map((each) => (each.name === column ? { ...each, use: 'target' as const } : each));
    return { ...shop, tables: new Map([...shop.tables, [name, { ...found, columns }]]) };
  };
  const withStatus = target('customer', 'status');
  const asked = await queryTask(withStatus, "PREDICT COUNT(orders) OVER 20 DAYS FOR customers WHERE status = 'lost'");
  await expect(fitForecast(withStatus, asked, options)).rejects.toMatchObject({ code: 'INVALID_QUERY' });
  const withReturns = target('order', 'returned');
  const counted = await queryTask(
    withReturns,
    "PREDICT COUNT(orders WHERE returned = 'yes') OVER 10 DAYS FOR customers",
  );
  const { remarks } = await fitForecast(withReturns, counted, options);
  expect(remarks).toContainEqual(expect.stringMatching(/^order\.returned says what is counted/));
});

it('labels by a column that was written later count as known to no forecast', async () => {
  const query = "PREDICT COUNT(orders WHERE returned = 'yes') OVER 10 DAYS > 0 FOR customers";
  const safe = await fitted(query);
  expect(safe.remarks).toContainEqual(
    expect.stringMatching(/^order\.returned says what is counted, and it is "no" or not as rows of return/),
  );
  const kept = await fitted(query, ['order.returned']);
  expect(kept.remarks.join(' ')).not.toContain('order.returned says');
  const last = ({ scores }: typeof safe) => scores.find(({ name }) => name === 'last')!;
  const figures = [safe, kept].map((each) => last(each).test.logLoss!.value);
  // What was last changes every few weeks, and those who know of the returns of tomorrow know it.
  expect(figures[0]).not.toBe(figures[1]);
  // Of what is known in time all is as it was.
  const plain = await fitted(
    "PREDICT COUNT(orders WHERE way = 'app') OVER 10 DAYS > 0 FOR customers WHERE country = 'DE'",
  );
  expect(plain.remarks.join(' ')).not.toContain('says');
});
