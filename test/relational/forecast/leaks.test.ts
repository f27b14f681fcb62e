import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChurnShopOptions, writeChurnShop } from '../../../bench/shop/churn.mjs';
import { RandomStream } from '../../../src/core/index.js';
import { openDatabase } from '../../../src/relational/database/open-database.js';
import { type FitForecastOptions, fitForecast } from '../../../src/relational/forecast/forecast.js';
import { queryTask } from '../../../src/relational/tasks/query-task.js';
import { databaseOfTables, table } from '../databases.js';

const DAY = 86_400;
const ASK = 'PREDICT COUNT(orders) OVER 30 DAYS = 0 FOR customers';
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-leaks-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function forecastOf(shop: ChurnShopOptions, options: FitForecastOptions) {
  const folder = join(root, JSON.stringify(shop).replace(/\W+/g, '-'));
  writeChurnShop(folder, { days: 500, ...shop });
  const { database } = await openDatabase(folder);
  return fitForecast(database, await queryTask(database, ASK), options);
}

describe('columns of a shop that were filled in at the end', () => {
  const options = { learners: ['linear'], features: { maxFeatures: 30 } };
  const names = ['customer.closed_on', 'customer.spent', 'customer.status', 'order.sent_back'];

  it('are refused by name, and forecasts are as where there are none', { timeout: 180_000 }, async () => {
    const planted = await forecastOf({ customers: 90, leaks: true }, options);
    expect(planted.leaks.map(({ column }) => column).sort()).toEqual(names);
    for (const { column, why } of planted.leaks)
      expect(planted.remarks.join('\n')).toContain(`${column} is no input: it ${why}`);
    const plain = await forecastOf({ customers: 90 }, options);
    expect(plain.leaks).toEqual([]);
    expect(planted.testValues).toEqual(plain.testValues);
  });

  it('are inputs where they are kept, and only columns that there are can be', { timeout: 180_000 }, async () => {
    const kept = await forecastOf(
      { customers: 90, leaks: true },
      { ...options, keep: ['customer.status', 'customer.closed_on'] },
    );
    expect(kept.leaks.map(({ column }) => column).sort()).toEqual(['customer.spent', 'order.sent_back']);
    const inputs = kept.parts.flatMap(({ plan }) => plan.features.map(({ name }) => name));
    expect(inputs).toContain('customer.status');
    await expect(forecastOf({ customers: 90 }, { ...options, keep: ['customer.statues'] })).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMN',
    });
    await expect(forecastOf({ customers: 90 }, { ...options, keep: ['client.status'] })).rejects.toMatchObject({
      code: 'UNKNOWN_TYPE',
    });
  });

  it.each(['look for later rows', 'look for telling columns'])(
    'are looked for (%s) until that is aborted',
    { timeout: 120_000 },
    async (looking) => {
      const abort = new AbortController();
      const onProgress = ({ stage }: { readonly stage: string }) => {
        if (stage !== looking || abort.signal.aborted) return;
        abort.abort();
        // Longer than the time between two pauses.
        for (const since = performance.now(); performance.now() - since < 60; );
      };
      await expect(
        forecastOf({ customers: 60 }, { ...options, onProgress, signal: abort.signal }),
      ).rejects.toMatchObject({ code: 'ABORTED' });
    },
  );

  it.each([1, 2, 3, 4, 5])('are none in a shop without them (seed %i)', { timeout: 120_000 }, async (seed) => {
    const { leaks } = await forecastOf({ customers: 60, seed }, { learners: [], features: { maxFeatures: 60 } });
    expect(leaks).toEqual([]);
  });
});

describe('a column that alone tells what is to be forecast', () => {
  /** Customers who spend by chance, and a statement a month which may name what they will spend in the next. */
  function spending(knows: 'what comes' | 'what was') {
    const random = new RandomStream(3, 'spending');
    const orders = Array.from({ length: 60 }, (_, customer) =>
      Array.from({ length: 720 }, (_, day) => ({ customer, day, total: 5 + random.nextInt(200) })).filter(
        () => random.nextInt(12) === 0,
      ),
    ).flat();
    const statements = Array.from({ length: 60 }, (_, customer) =>
      Array.from({ length: 23 }, (_, month) => {
        const from = 30 * month + (knows === 'what was' ? -30 : 0);
        const own = orders.filter((order) => order.customer === customer && order.day > from && order.day <= from + 30);
        const amount = own.reduce((sum, { total }) => sum + total, 0);
        return { customer, day: 30 * month, amount: amount * (0.99 + random.nextInt(20) / 1000) };
      }),
    ).flat();
    const refers = (rows: readonly { readonly customer: number }[]) =>
      ({ customer: ['customer', rows.map(({ customer }) => customer)] }) as const;
    return databaseOfTables(
      table('customer', 60),
      table('order', orders.length, {
        time: orders.map(({ day }) => day),
        keys: refers(orders),
        numbers: { total: orders.map(({ total }) => total) },
      }),
      table('statement', statements.length, {
        time: statements.map(({ day }) => day),
        keys: refers(statements),
        numbers: { amount: statements.map(({ amount }) => amount) },
      }),
    );
  }
  const leaksOf = async (knows: Parameters<typeof spending>[0], query: string) => {
    const database = spending(knows);
    const task = await queryTask(database, query, { validFrom: 480 * DAY, testFrom: 600 * DAY });
    const { leaks } = await fitForecast(database, task, { learners: [], features: { maxFeatures: 100 } });
    return leaks.map(({ column, kind }) => `${column}: ${kind}`);
  };
  const SPEND = 'PREDICT SUM(orders.total) OVER 30 DAYS FOR customers';

  it('is refused where it tells what comes, of numbers and of two classes', { timeout: 120_000 }, async () => {
    expect(await leaksOf('what comes', SPEND)).toEqual(['statement.amount: label']);
    expect(await leaksOf('what comes', SPEND.replace('FOR', '> 200 FOR'))).toEqual(['statement.amount: label']);
  });

  it('is none where it tells what was', { timeout: 120_000 }, async () => {
    expect(await leaksOf('what was', SPEND)).toEqual([]);
  });
});
