import { expect, it } from 'vitest';
import { parseQuery } from '../../../src/relational/query/parse.js';

const DAY = 86_400;

it('reads measure, window, comparison, entity and conditions', () => {
  const query = parseQuery(
    `predict count(orders VIA buyer where status != 'returned' and total >= 10.5) over 2 weeks = 0
     FOR "my customers" WHERE country IN ('DE', 'O''Neill') AND SUM(orders.total) OVER LAST 1 YEAR > 100 AND email IS NOT NULL AND EXISTS(returns)`,
  );
  expect(query).toMatchObject({
    measure: {
      function: 'COUNT',
      table: { text: 'orders' },
      via: { text: 'buyer' },
      where: [
        { column: { text: 'status' }, test: { operator: '!=', value: 'returned' } },
        { column: { text: 'total' }, test: { operator: '>=', value: 10.5 } },
      ],
    },
    horizon: 14 * DAY,
    comparison: { operator: '=', value: 0 },
    entity: { text: 'my customers' },
    where: [
      { kind: 'column', column: { text: 'country' }, test: { operator: 'in', values: ['DE', "O'Neill"] } },
      {
        kind: 'history',
        measure: { function: 'SUM', column: { text: 'total' } },
        seconds: 365 * DAY,
        operator: '>',
        value: 100,
      },
      { kind: 'column', column: { text: 'email' }, test: { operator: 'not null' } },
      { kind: 'history', measure: { function: 'EXISTS' }, seconds: Infinity, operator: '>', value: 0 },
    ],
  });
});

it.each([
  ['COUNT(orders)', 'COUNT', undefined],
  ['COUNT(orders.*)', 'COUNT', undefined],
  ['COUNT(DISTINCT orders.product)', 'COUNT DISTINCT', 'product'],
  ['LAST(`my orders`.`select`)', 'LAST', 'select'],
  ['LIST(orders.product)', 'LIST', 'product'],
])('knows the measure %s', (text, name, column) => {
  const { measure } = parseQuery(`PREDICT ${text} OVER 30 DAYS FOR customers`);
  expect(measure.function).toBe(name);
  expect(measure.column?.text).toBe(column);
});

it.each([
  ['', /PREDICT is missing.*at the end/],
  ['PREDICT MEDIAN(orders) OVER 30 DAYS FOR x', /A measure is missing.*at "MEDIAN/],
  ['PREDICT SUM(orders) OVER 30 DAYS FOR x', /SUM needs a column/],
  ['PREDICT COUNT(orders.total) OVER 30 DAYS FOR x', /COUNT counts rows/],
  ['PREDICT COUNT(orders) OVER 30 FOR x', /unit of time is missing/],
  ['PREDICT COUNT(orders) OVER -1 DAYS FOR x', /above 0/],
  ['PREDICT COUNT(orders) OVER 30 DAYS FOR x WHERE a', /comparison is missing/],
  ['PREDICT COUNT(orders) OVER 30 DAYS > FOR x', /number is missing/],
  ['PREDICT COUNT(orders) OVER 30 DAYS FOR x; DROP TABLE x', /";" cannot be here/],
  ['PREDICT COUNT(orders) OVER 30 DAYS FOR x y', /goes on where it should end/],
  ['PREDICT EXISTS(orders) OVER 30 DAYS = 0 FOR x', /EXISTS is compared with nothing/],
  ["PREDICT COUNT(orders WHERE a = 'b) OVER 30 DAYS FOR x", /"'" cannot be here/],
  ['PREDICT '.repeat(2_000), /too long/],
])('says where %j goes wrong', (text, message) => {
  expect(() => parseQuery(text)).toThrowError(
    expect.objectContaining({ code: 'INVALID_QUERY', message: expect.stringMatching(message) }),
  );
});
