import { describe, expect, it } from 'vitest';
import { inOneGo } from '../../../src/core/index.js';
import { labelsBefore } from '../../../src/relational/leaks/labels-before.js';
import { laterDates } from '../../../src/relational/leaks/later-dates.js';
import { laterSummaries } from '../../../src/relational/leaks/later-rows.js';
import { toldShare } from '../../../src/relational/leaks/told-share.js';
import { databaseOfTables, table } from '../databases.js';

const DAY = 86_400;
const people = Array.from({ length: 120 }, (_, i) => i);
/** Orders of each, the first after ten days or more; of every third they end early. */
const orders = people.flatMap((customer) => {
  const count = customer % 3 === 0 ? 2 : 6 + (customer % 4);
  return Array.from({ length: count }, (_, n) => ({
    customer,
    day: 10 + customer + 30 * n,
    total: 5 + ((customer * 7 + n * 3) % 50),
  }));
});
const returned = orders.flatMap((_, i) => (i % 5 === 2 ? [i] : []));
const of = (customer: number) => orders.filter((order) => order.customer === customer);
const lastDay = people.map((customer) => Math.max(...of(customer).map(({ day }) => day)));

function shop(customer: Parameters<typeof table>[2], order: Parameters<typeof table>[2] = {}) {
  return databaseOfTables(
    table('customer', people.length, customer),
    table('order', orders.length, {
      time: orders.map(({ day }) => day),
      keys: { customer: ['customer', orders.map((each) => each.customer)] },
      ...order,
      numbers: { total: orders.map(({ total }) => total), ...order.numbers },
    }),
    table('return', returned.length, {
      time: returned.map((i) => orders[i]!.day + 1 + (i % 9)),
      keys: { order: ['order', returned] },
    }),
  );
}
const found = (database: ReturnType<typeof shop>) =>
  inOneGo(laterSummaries(database, () => true)).map(({ column }) => column);

describe('columns that sum up later rows', () => {
  it('are those that say whether there are any, how many, what they come to and that they ended', () => {
    const database = shop(
      {
        numbers: {
          orders: people.map((customer) => of(customer).length),
          spent: people.map((customer) => of(customer).reduce((sum, { total }) => sum + total, 0) * 1.001),
        },
        categories: { status: people.map((customer) => (lastDay[customer]! < 200 ? 'lost' : 'active')) },
      },
      { categories: { state: orders.map((_, i) => (returned.includes(i) ? 'sent back' : i % 2 ? 'paid' : 'new')) } },
    );
    expect(found(database)).toEqual(['customer.orders', 'customer.spent', 'customer.status', 'order.state']);
  });

  it('are no columns of their own, whatever they are like', () => {
    const database = shop(
      {
        numbers: { age: people.map((i) => 20 + ((i * 13) % 60)), vip: people.map((i) => Number(i % 7 === 0)) },
        categories: { country: people.map((i) => ['DE', 'FR', null][i % 3]!) },
      },
      { categories: { channel: orders.map((_, i) => ['web', 'shop'][(i * i) % 2]!) } },
    );
    // Every third ends early, and is of one country.
    expect(found(database)).toEqual(['customer.country']);
    expect(found(shop({ numbers: { age: people.map((i) => 20 + ((i * 13) % 60)) } }))).toEqual([]);
  });

  it('are looked for with a pause for each column of each path, and progress by tables', () => {
    const numbers = { a: people.map((i) => (i * 7) % 11), b: people.map((i) => (i * 5) % 13) };
    const done: number[] = [];
    const work = laterSummaries(
      shop({ numbers }),
      () => true,
      (event) => done.push(event.done),
    );
    // Two columns of customers by orders and returns, one of orders by returns.
    expect([...work].length).toBeGreaterThanOrEqual(5);
    expect(done).toEqual([0, 1, 2, 3]);
  });

  it('are not those that came with the rows: items of the time of their order', () => {
    const items = orders.flatMap((_, i) =>
      Array.from({ length: 1 + (i % 3) }, (_, n) => ({ order: i, price: 3 + ((i + n) % 11) })),
    );
    const sum = (order: number) => items.reduce((all, item) => all + (item.order === order ? item.price : 0), 0);
    const database = databaseOfTables(
      table('order', orders.length, {
        time: orders.map(({ day }) => day),
        numbers: { total: orders.map((_, i) => sum(i)) },
      }),
      table('item', items.length, {
        time: items.map(({ order }) => orders[order]!.day),
        keys: { order: ['order', items.map(({ order }) => order)] },
        numbers: { price: items.map(({ price }) => price) },
      }),
    );
    expect(found(database)).toEqual([]);
  });
});

it('dates are found that are later than their rows, or than the anchors and rows that see a table without times', () => {
  const date = (name: string, days: readonly number[]) =>
    ({ name, kind: 'date', values: Float64Array.from(days, (day) => day * DAY) }) as const;
  const database = shop({});
  const [customer, order] = [database.tables.get('customer')!, database.tables.get('order')!];
  const tables = new Map(database.tables)
    .set('customer', {
      ...customer,
      columns: [
        date(
          'born',
          people.map(() => -9000),
        ),
        date('last', lastDay),
      ],
    })
    .set('order', {
      ...order,
      columns: [
        date(
          'sent',
          orders.map(({ day }) => day + 2),
        ),
        date(
          'basket',
          orders.map(({ day }, i) => (i % 40 === 0 ? day + 1 : day - 1)),
        ),
      ],
    });
  const anchors = { table: 'customer', rows: Int32Array.from(people), times: new Float64Array(120).fill(200 * DAY) };
  const leaks = inOneGo(laterDates({ tables }, [anchors], () => true));
  expect(leaks.map(({ column }) => column)).toEqual(['customer.last', 'order.sent']);
  expect(leaks[1]!.why).toMatch(/later than its own row in 100 %/);
  expect(inOneGo(laterDates({ tables }, [anchors], (_, column) => column !== 'sent')).length).toBe(1);
});

describe('what a feature alone tells', () => {
  const rows = Array.from({ length: 200 }, (_, i) => i);
  const told = (
    kind: 'binary' | 'classes' | 'numbers',
    values: readonly number[],
    labels: readonly number[],
    of: 'number' | 'category' = 'number',
  ) => {
    const [x, y] = [Float64Array.from(values), Float64Array.from(labels)];
    return toldShare(
      kind,
      3,
      { feature: { name: 'x', path: '', kind: of, values: x }, labels: y },
      { values: x, labels: y },
    );
  };

  it('of two classes is twice the area beyond one half, whatever way round and with gaps', () => {
    const yes = rows.map((i) => Number(i % 4 === 0));
    expect(
      told(
        'binary',
        yes.map((each) => -each),
        yes,
      ),
    ).toBe(1);
    expect(
      told(
        'binary',
        yes.map((each) => (each ? Number.NaN : 3)),
        yes,
      ),
    ).toBe(1);
    expect(
      told(
        'binary',
        rows.map(() => 1),
        yes,
      ),
    ).toBe(0);
  });

  it('of several classes is the share of mistakes that it avoids, of numbers the explained variance', () => {
    const classes = rows.map((i) => (i % 4) % 3);
    expect(told('classes', classes, classes, 'category')).toBe(1);
    expect(
      told(
        'classes',
        rows.map(() => 0),
        classes,
        'category',
      ),
    ).toBe(0);
    const numbers = rows.map((i) => (i * 37) % 101);
    expect(
      told(
        'numbers',
        numbers.map((n) => 3 - 2 * n),
        numbers,
      ),
    ).toBeCloseTo(1, 10);
    expect(
      told(
        'numbers',
        rows.map((i) => (i * 61) % 7),
        numbers,
      ),
    ).toBeLessThan(0.2);
  });
});

it('the label before is that of the anchor before of the same row, of either part', () => {
  const part = (rows: number[], times: number[], labels: number[]) => ({
    table: 'x',
    rows: Int32Array.from(rows),
    times: Float64Array.from(times),
    labels: Float64Array.from(labels),
  });
  const [train, valid] = labelsBefore(part([0, 1, 0], [2, 1, 1], [5, 6, 7]), part([0, 2, 1], [3, 3, 3], [8, 9, 10]));
  expect([[...train], [...valid]]).toEqual([
    [7, Number.NaN, Number.NaN],
    [5, Number.NaN, 6],
  ]);
});
