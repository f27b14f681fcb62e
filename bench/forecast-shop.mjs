// Forecasts of who orders nothing for 30 days, in shops whose rule is known, beside those of somebody who knows it:
// npm run bench -- forecast-shop [--seeds 5] [--customers 1500] [--quick] [--json]
// Plain: no column may be refused; planted: the same shops with columns that were filled in at the end, all of which must be.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitForecast, openDatabase, queryTask } from '../dist/relational/index.js';
import { knownChances, writeChurnShop } from './shop/churn.mjs';
import { areaUnderRoc } from './shop/known-rule.mjs';
import { fixed, mean } from './statistics.mjs';

const HORIZON = 30;

export async function forecastShop(_, { quick, seeds = '5', customers = quick ? '80' : '1500' }) {
  const rows = [];
  for (let seed = 1; seed <= (quick ? 1 : Number(seeds)); seed++)
    for (const leaks of [false, true]) rows.push(await once({ seed, leaks, customers: Number(customers) }, quick));
  const plain = rows.filter(({ shop }) => shop === 'plain');
  const average = (name) => fixed(mean(plain.map((row) => row[name])), 4);
  const below = average('below');
  return { rows, summary: `plain: ${average('kept')} where the rule has ${average('rule')}, ${below} below it.` };
}

async function once({ seed, leaks, customers }, quick) {
  const folder = mkdtempSync(join(tmpdir(), 'heterograph-churn-'));
  try {
    const shop = writeChurnShop(folder, { seed, leaks, customers });
    const started = performance.now();
    const { database, graph } = await openDatabase(folder);
    const task = await queryTask(database, `PREDICT COUNT(orders) OVER ${HORIZON} DAYS = 0 FOR customers`);
    const settings = quick ? { learners: ['linear'], features: { maxFeatures: 20 } } : {};
    const fitted = await fitForecast(database, task, { seed, ...settings });
    const seconds = fixed((performance.now() - started) / 1000, 1);
    const { value: kept } = fitted.scores.find(({ isKept }) => isKept).test.rocAuc;
    const rule = areaUnderRoc(knownChances(shop, task.test, graph.ids(task.table), HORIZON), task.test.labels);
    const refused = fitted.leaks
      .map(({ column }) => column)
      .sort()
      .join(', ');
    return {
      ...{ seed, shop: leaks ? 'planted' : 'plain', rows: task.test.rows.length, learner: fitted.kept.name },
      ...{ kept: fixed(kept, 4), rule: fixed(rule, 4), below: fixed(rule - kept, 4), refused, seconds },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
