import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { knownChances, writeChurnShop } from '../../../bench/shop/churn.mjs';
import { openDatabase } from '../../../src/relational/database/open-database.js';
import { fitForecast } from '../../../src/relational/forecast/forecast.js';
import { queryTask } from '../../../src/relational/tasks/query-task.js';
import { rocAucOf } from '../../../src/training/index.js';

/** `npm run bench -- forecast-shop` does the same for several seeds, with all learners. */
it('a shop whose rule is known is forecast as by somebody who knows it', { timeout: 400_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heterograph-rule-'));
  try {
    const shop = writeChurnShop(folder, { customers: 600, seed: 1 });
    const { database, graph } = await openDatabase(folder);
    const task = await queryTask(database, 'PREDICT COUNT(orders) OVER 30 DAYS = 0 FOR customers');
    const happened = Uint8Array.from(task.test.labels);
    const chances = knownChances(shop, task.test, graph.ids('customer'), 30);
    const rule = rocAucOf(chances, happened);
    // The chances come true as often as they say.
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(chances) - mean(task.test.labels))).toBeLessThan(0.03);
    const options = { learners: ['few-features'], features: { maxFeatures: 60 } };
    const { testValues, leaks, kept } = await fitForecast(database, task, options);
    expect([leaks, kept.name]).toEqual([[], 'few-features']);
    const forecast = rocAucOf(
      Float64Array.from(happened, (_, i) => testValues[2 * i + 1]!),
      happened,
    );
    expect(rule - forecast).toBeLessThan(0.01);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
