import { expect, it } from 'vitest';
import { applyForecast, fitForecast, queryTask } from '../../../src/relational/index.js';
import { mainSpan } from '../../../src/relational/tasks/main-span.js';
import { databaseOfTables, table } from '../databases.js';

const days = (...all: number[]) => Float64Array.from(all);
const even = Array.from({ length: 150 }, (_, i) => i);

it.each([
  ['all where none lies apart', days(...even), [0, 149, 0]],
  ['a date that stands for none', days(...even, 100_000), [0, 149, 1]],
  ['such dates at both ends, and NaN', days(-100_000, ...even, 100_000, Number.NaN), [0, 149, 2]],
  ['a pause that is shorter than what is before', days(...even, 290), [0, 290, 0]],
  ['more of them than are few', days(...even, 100_000, 100_000, 100_000), [0, 100_000, 0]],
  ['few times', days(1, 2, 3, 1000), [1, 1000, 0]],
  ['one time', days(...even.map(() => 5)), [5, 5, 0]],
  ['one time and few later ones', days(...even.map(() => 5), 10), [5, 10, 0]],
  ['none', days(Number.NaN), [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]],
])('times reach from the first to the last: %s', (_, times, [first, last, numApart]) => {
  expect(mainSpan(times)).toEqual({ first, last, numApart });
  expect(mainSpan(times.toReversed())).toEqual({ first, last, numApart });
});

it('a date such as 2999-12-31 moves neither the parts of a task nor the forecast of now', async () => {
  const shop = (last: readonly number[]) => {
    const time = [...Array.from({ length: 300 }, (_, i) => 19_000 + i), ...last];
    return databaseOfTables(
      table('customer', 10),
      table('order', time.length, { time, keys: { customer: ['customer', time.map((day) => (day * day) % 10)] } }),
    );
  };
  const query = 'PREDICT COUNT(orders) OVER 20 DAYS FOR customers';
  const [plain, odd] = [shop([]), shop([376_199])];
  const [was, is] = [await queryTask(plain, query), await queryTask(odd, query)];
  expect(is.remarks).toEqual([
    '1 row of order lies far from all others, after 2022-11-03: the parts and the forecast of now take no notice of it.',
  ]);
  expect({ ...is, remarks: [] }).toEqual(was);
  const { at } = await applyForecast(await fitForecast(odd, is, { learners: [] }), odd);
  expect(at).toBe(19_299 * 86_400);
});
