import { beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { type FittedForecast, fitForecast } from '../../../src/relational/forecast/forecast.js';
import { importanceOf } from '../../../src/relational/forecast/importance.js';
import { forecastVerdict } from '../../../src/relational/forecast/verdict.js';
import { queryTask } from '../../../src/relational/tasks/query-task.js';
import { databaseOfTables, table } from '../databases.js';

/** Customers order every three days; after a returned order they pause for 30 days. What they pay is noise. */
function shop(returns = true) {
  const random = new RandomStream(7, 'shop');
  const orders: { customer: number; day: number; returned: number; total: number }[] = [];
  for (let customer = 0; customer < 20; customer++) {
    for (let day = customer % 3; day < 300; day += 3) {
      const returned = Number(random.nextInt(12) === 0);
      orders.push({ customer, day, returned, total: random.nextInt(100) });
      if (returned && returns) day += 30;
    }
  }
  return databaseOfTables(
    table('customer', 20),
    table('order', orders.length, {
      time: orders.map(({ day }) => day),
      keys: { customer: ['customer', orders.map(({ customer }) => customer)] },
      numbers: { returned: orders.map(({ returned }) => returned), total: orders.map(({ total }) => total) },
    }),
  );
}

const ASK = 'PREDICT COUNT(orders) OVER 14 DAYS = 0 FOR customers';
const options = { learners: ['linear', 'few-features'], features: { maxFeatures: 60 } };
let fitted: FittedForecast;

beforeAll(async () => {
  const database = shop();
  fitted = await fitForecast(database, await queryTask(database, ASK), options);
}, 120_000);

it('finds what was planted, says how far above the best constant, and what it rests on', () => {
  const own = fitted.scores.find(({ isKept }) => isKept)!;
  expect(own.test.rocAuc!.value).toBeGreaterThan(0.9);
  expect(own.test.rocAuc!.low).toBeLessThanOrEqual(own.test.rocAuc!.value);
  const constants = fitted.scores.filter(({ name }) => ['global', 'entity', 'last'].includes(name));
  expect(constants.length).toBe(3);
  for (const { test } of constants) expect(test.rocAuc!.value).toBeLessThan(0.75);
  expect(forecastVerdict(fitted)).toMatch(
    /ROC-AUC (0\.9\d*|1) on the test .*rolling history.* points of ROC-AUC better than/,
  );
  const importance = importanceOf(fitted);
  if (importance) {
    expect(importance.paths[0]!.name).toContain('order');
    expect(importance.paths.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    // A learner that is no tree has no part in the shares, and is counted.
    const { forecaster } = fitted.constants[0]!;
    const more = importanceOf({ ...fitted, parts: [...fitted.parts, { ...fitted.parts[0]!, forecaster }] });
    const { trees, all } = importance.learners;
    expect(more).toEqual({ ...importance, learners: { trees, all: all + 1 } });
  }
});

it('is the same again', async () => {
  const database = shop();
  const again = await fitForecast(database, await queryTask(database, ASK), options);
  expect(again.testValues).toEqual(fitted.testValues);
}, 120_000);

it('under the frozen protocol knows less', async () => {
  const database = shop();
  const frozen = await fitForecast(database, await queryTask(database, ASK), { ...options, protocol: 'frozen' });
  const best = Math.max(...frozen.scores.map(({ test }) => test.rocAuc!.value));
  expect(best).toBeLessThan(Math.max(...fitted.scores.map(({ test }) => test.rocAuc!.value)) - 0.05);
  expect(forecastVerdict(frozen)).toContain('frozen history');
}, 120_000);

it('refuses learners of old histories where histories are never old', async () => {
  const wrong = fitForecast(shop(), fitted.task, { learners: ['stale-history'] });
  await expect(wrong).rejects.toMatchObject({ code: 'INVALID_OPTION', message: expect.stringContaining('frozen') });
});

it('keeps a constant where nothing is to be learned, and says so', async () => {
  const database = shop(false);
  const task = await queryTask(database, 'PREDICT SUM(orders.total) OVER 3 DAYS FOR customers');
  const { kept, scores, gain } = await fitForecast(database, task, { ...options, learners: ['few-features'] });
  expect(kept.level).toBe('constant');
  expect(gain).toBeUndefined();
  expect(scores.map(({ name }) => name)).toEqual(['global', 'entity', 'last', 'few-features']);
}, 120_000);
