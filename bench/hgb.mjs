// Scores of a model over seeds on one data set: npm run bench -- hgb --dataset hgb-dblp --model hgt --seeds 5 [--out FILE] [--json]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadDataset } from '../dist/datasets/index.js';
import { classificationProblem, createModel } from '../dist/models/index.js';
import { macroF1, microF1 } from '../dist/training/index.js';
import { dataRoot, failure } from './arguments.mjs';

/**
 * Trains once per seed with the model's preset for the data set, or its defaults, and scores the test rows with the weights that
 * validated best. With `--out FILE` rows that are there already are not computed again.
 */
export async function hgb(
  _,
  { quick, dataset = 'hgb-acm', model: name = 'rgcn', seeds = '5', from = '1', set = '{}', out, data },
) {
  const settings = { ...JSON.parse(set), ...(quick ? { epochs: 1 } : {}) };
  const key = JSON.stringify({ dataset, name, settings });
  const { graph, task } = await loadDataset(dataset, { root: dataRoot({ data }) });
  const done = out !== undefined && existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : { key, rows: [] };
  if (done.key !== key) throw failure(`${out} holds rows of ${done.key}.`);
  const { rows } = done;
  for (let seed = Number(from); seed < Number(from) + Number(quick ? 1 : seeds); seed++) {
    if (rows.some((row) => row.seed === seed)) continue;
    rows.push(await trainOnce({ graph, task, dataset, name, settings, seed }));
    if (out !== undefined) writeFileSync(out, JSON.stringify(done));
    console.error(JSON.stringify(rows.at(-1)));
  }
  const micro = spread(rows.map((row) => row.micro));
  const macro = spread(rows.map((row) => row.macro));
  return { rows, summary: { dataset, model: name, settings, seeds: rows.length, micro, macro } };
}

async function trainOnce({ graph, task, dataset, name, settings, seed }) {
  const split = task.split(seed);
  const problem = classificationProblem(graph, task.nodeType, split, seed, task.labelColumn);
  const model = createModel(name, { preset: dataset, settings });
  try {
    const { training, numParameters, seconds } = await model.fit(problem);
    const { targets } = problem;
    const scores = async (rows) => {
      const prediction = { logits: await model.predict(rows), rows, numClasses: targets.numClasses };
      return { micro: 100 * microF1.compute(prediction, targets), macro: 100 * macroF1.compute(prediction, targets) };
    };
    const valid = await scores(split.valid);
    return {
      ...{ dataset, model: name, seed, validMicro: valid.micro, validMacro: valid.macro },
      ...(await scores(split.test)),
      seconds: Object.values(seconds).reduce((sum, each) => sum + each, 0),
      ...(training ? { epochs: training.epochs, bestEpoch: training.bestEpoch } : {}),
      ...(numParameters === undefined ? {} : { parameters: numParameters }),
      peakMiB: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    model.dispose();
  }
}

/** Mean, deviation of one run (n - 1) and half the width of the 95 % interval of the mean (Student's t). */
function spread(values) {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1));
  const t = [0, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262][n - 1] ?? 1.96;
  return { mean, deviation, halfInterval: n > 1 ? (t * deviation) / Math.sqrt(n) : null };
}
