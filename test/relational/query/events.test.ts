import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventsOf, measureIn } from '../../../src/relational/query/events.js';
import { parseQuery } from '../../../src/relational/query/parse.js';
import { databaseOfTables, shops, table } from '../databases.js';

const DAY = 86_400;

/** The measure by its words, over all rows. */
function slow(name: string, values: readonly number[]): number {
  const there = values.filter((value) => !Number.isNaN(value));
  if (name === 'COUNT') return values.length;
  if (name === 'EXISTS') return Number(values.length > 0);
  if (name === 'COUNT DISTINCT') return new Set(there).size;
  if (name === 'SUM') return there.reduce((a, b) => a + b, 0);
  if (there.length === 0) return Number.NaN;
  if (name === 'AVG') return there.reduce((a, b) => a + b, 0) / there.length;
  if (name === 'MIN') return Math.min(...there);
  return Math.max(...there);
}

it('measures of windows are those of a loop over all rows', () => {
  const measures = [
    "COUNT(orders WHERE status = 'paid')",
    'EXISTS(orders)',
    'COUNT(DISTINCT orders.total)',
    'SUM(orders.total)',
    'AVG(orders.total)',
    'MIN(orders.total)',
    'MAX(orders.total)',
  ];
  fc.assert(
    fc.property(
      shops,
      fc.constantFrom(...measures),
      fc.integer({ min: -5, max: 45 }),
      fc.integer({ min: 1, max: 20 }),
      (shop, text, day, length) => {
        const { numCustomers, customer, time, total, status } = shop;
        const withPaid = [...status, 'paid'];
        const orders = table('order', customer.length + 1, {
          time: [...time, 1000],
          keys: { customer: ['customer', [...customer, -1]] },
          numbers: { total: [...total, 0] },
          categories: { status: withPaid },
        });
        const customers = table('customer', numCustomers);
        const { measure } = parseQuery(`PREDICT ${text} OVER 1 DAY FOR customers`);
        const events = eventsOf(databaseOfTables(customers, orders), customers, measure, text);
        for (let row = 0; row < numCustomers; row++) {
          const inside = customer.flatMap((own, i) => {
            const counts = own === row && time[i]! > day && time[i]! <= day + length;
            return counts && (measure.where.length === 0 || status[i] === 'paid') ? [total[i]!] : [];
          });
          expect(measureIn(events, row, DAY * day, DAY * (day + length))).toBe(slow(measure.function, inside));
        }
      },
    ),
  );
});

it('the last value is that of the latest row, of rows at the same time the largest, whatever their order', () => {
  const customers = table('customer', 1);
  const last = (order: readonly number[]) => {
    const rows = [
      [1, 5],
      [3, 2],
      [3, 4],
      [9, 9],
    ] as const;
    const orders = table('order', 4, {
      time: order.map((i) => rows[i]![0]),
      keys: { customer: ['customer', [0, 0, 0, 0]] },
      numbers: { total: order.map((i) => rows[i]![1]) },
    });
    const { measure } = parseQuery('PREDICT LAST(orders.total) OVER 1 DAY FOR customers');
    return measureIn(eventsOf(databaseOfTables(customers, orders), customers, measure, ''), 0, 0, 5 * DAY);
  };
  expect([last([0, 1, 2, 3]), last([3, 2, 1, 0]), last([2, 0, 3, 1])]).toEqual([4, 4, 4]);
});

const shop = databaseOfTables(
  table('customer', 2, { categories: { country: ['DE', 'FR'] } }),
  table('order', 2, {
    time: [1, 2],
    keys: { buyer: ['customer', [0, 1]], receiver: ['customer', [1, 1]] },
    categories: { status: ['paid', 'new'] },
  }),
  table('item', 3, { time: [1, 2, 2], keys: { order: ['order', [0, 1, 1]] }, numbers: { price: [1, 2, 3] } }),
  table('country', 1),
);

it('follows keys over other tables, and asks which of several is meant', () => {
  const of = (text: string) => {
    const { measure } = parseQuery(`PREDICT ${text} OVER 1 DAY FOR customers`);
    const events = eventsOf(shop, shop.tables.get('customer')!, measure, text);
    return [0, 1].map((row) => measureIn(events, row, 0, 10 * DAY));
  };
  expect(of('COUNT(orders VIA buyer)')).toEqual([1, 1]);
  expect(of('COUNT(Order VIA RECEIVER)')).toEqual([0, 2]);
  expect(() => of('COUNT(orders)')).toThrowError(/belong to customer in 2 ways/);
  expect(() => of('SUM(items.price)')).toThrowError(
    expect.objectContaining({
      message: expect.stringContaining('belong to customer in 2 ways'),
      hint: expect.stringContaining('SUM(items.price VIA'),
    }),
  );
});

it.each([
  ['COUNT(nothing)', /no table "nothing"/],
  ["COUNT(orders VIA buyer WHERE customers.country = 'DE')", /rows here are those of order/],
  ['SUM(orders.nothing VIA buyer)', /has no column "nothing"/],
  ['SUM(orders.status VIA buyer)', /SUM needs numbers/],
  ['COUNT(orders VIA payer)', /has no key "payer"/],
  ['COUNT(country)', /Nobody knows when/],
  ["COUNT(orders VIA buyer WHERE status = 'gone')", /No row has the value "gone"/],
  ["COUNT(orders VIA buyer WHERE status < 'new')", /has no order/],
  ["COUNT(items WHERE price = 'x')", /"x" is no number/],
])('refuses %s', (text, message) => {
  const { measure } = parseQuery(`PREDICT ${text} OVER 1 DAY FOR customers`);
  expect(() => eventsOf(shop, shop.tables.get('customer')!, measure, text)).toThrowError(
    expect.objectContaining({ code: 'INVALID_QUERY', message: expect.stringMatching(message) }),
  );
});
