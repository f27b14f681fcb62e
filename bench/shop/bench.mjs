// A shop's flat CSV files, `init` and `train` against someone who knows the rule:
// npm run bench -- shop [--orders 100000] [--seeds 5] [--model NAME] [--quick] [--json]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initFolder, trainExperiment } from '../../dist/experiments/index.js';
import { writeShop } from './generate.mjs';
import { areaUnderRoc, explainedVariance, linearByHand, logisticByHand } from './known-rule.mjs';

const churnColumns = ['isBasic', 'gadgets', 'returned', 'recency'];
const spendColumns = ['isBasic', 'gadgets', 'count', 'recency'];

/**
 * Per seed one shop, its guess, and a model of who leaves and of what is spent; beside them regressions on the columns of the rule, on the
 * same rows: trained on those of training and validation, scored on the test rows. Seconds: reading, guessing, training and scoring.
 */
export async function shop(_, { quick, orders = quick ? '800' : '100000', seeds = '5', model }) {
  const rows = [];
  for (let seed = 1; seed <= Number(seeds); seed++) {
    const folder = mkdtempSync(join(tmpdir(), 'heterograph-shop-'));
    try {
      const { known, tables } = writeShop(folder, { orders: Number(orders), seed });
      const started = performance.now();
      await initFolder(folder);
      const guessed = (performance.now() - started) / 1000;
      const by = { known, customers: tables['customers.csv'], folder, seed };
      rows.push({ seed, ...(await churn(by, quick ? 'ridge-aggregated' : model)), guessed });
      rows.push({
        seed,
        ...(await spend(by, quick ? 'ridge-aggregated' : model?.replace('logistic', 'ridge'))),
        guessed,
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { rows: [...rows, ...means(rows)].map(rounded) };
}

async function churn(by, model) {
  const started = performance.now();
  const run = await trained(by, 'customer.churned', model, 'classification');
  const { predictions } = run;
  const numClasses = predictions.numClasses;
  const scores = Float64Array.from(
    predictions.rows,
    (_, i) => predictions.logits[i * numClasses + 1] - predictions.logits[i * numClasses],
  );
  const seconds = (performance.now() - started) / 1000;
  const { x, y, trainRows } = byHand(by, predictions.rows, churnColumns, 6);
  const labels = Array.from(predictions.rows, (row) => y[row]);
  const known = areaUnderRoc(logisticByHand(x, y, trainRows, predictions.rows), labels);
  const name = nameOf(run);
  run.dispose();
  return { what: 'churn, ROC-AUC', model: name, score: areaUnderRoc(scores, labels), known, seconds };
}

async function spend(by, model) {
  const started = performance.now();
  const run = await trained(by, 'customer.next_month_spend', model, 'regression');
  const { rows, values } = run.predictions;
  const seconds = (performance.now() - started) / 1000;
  const { x, y, trainRows } = byHand(by, rows, spendColumns, 7);
  const actual = Array.from(rows, (row) => y[row]);
  const known = explainedVariance(linearByHand(x, y, trainRows, rows), actual);
  const name = nameOf(run);
  run.dispose();
  return { what: 'spend, R2', model: name, score: explainedVariance(values, actual), known, seconds };
}

/** As `heterograph train` does; the best of several models where none is named. */
function trained({ folder, seed }, target, model, task) {
  const chosen = model === undefined ? {} : { model, baselines: false };
  return trainExperiment({ data: folder, target, seed, task, cache: false, ...chosen });
}

/** Of a comparison, the model that was kept. */
function nameOf({ model }) {
  return model.comparison ? `auto: ${model.comparison.models[0].title}` : model.name;
}

/** Customers are nodes in the order of their ids, which is that of the file. */
function byHand({ known, customers }, testRows, columns, target) {
  const people = customers.slice(1);
  const isTest = new Uint8Array(people.length);
  for (const row of testRows) isTest[row] = 1;
  return {
    x: people.map(([id]) => columns.map((name) => known.get(id)[name])),
    y: people.map((row) => Number(row[target])),
    trainRows: [...people.keys()].filter((row) => !isTest[row]),
  };
}

function means(rows) {
  return [...new Set(rows.map(({ what }) => what))].map((what) => {
    const own = rows.filter((row) => row.what === what);
    const mean = (name) => own.reduce((sum, row) => sum + row[name], 0) / own.length;
    return {
      ...{
        seed: 'mean',
        what,
        model: own[0].model,
        score: mean('score'),
        known: mean('known'),
        seconds: mean('seconds'),
        guessed: mean('guessed'),
      },
      below: mean('known') - mean('score'),
    };
  });
}

function rounded(row) {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? Number(value.toFixed(4)) : value]),
  );
}
