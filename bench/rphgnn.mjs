// Scores of RpHGNN over seeds on one data set: npm run bench -- rphgnn hgb-acm --seeds 5 [--projection sparse] [--json]
import { loadDataset } from '../dist/datasets/index.js';
import { classificationProblem, RpHgnnClassifier } from '../dist/models/index.js';
import { macroF1, microF1 } from '../dist/training/index.js';
import { dataRoot } from './arguments.mjs';
import { presetOf } from './preset.mjs';

/** Trains once per seed on the published settings; the test rows are scored with the weights that validated best. */
export async function rphgnn(
  [name = 'hgb-acm'],
  { quick, seeds = '5', from = '1', projection = 'very-sparse', epochs, data },
) {
  const root = dataRoot({ data });
  const { graph, task } = await loadDataset(name, { root });
  const preset = presetOf(name, quick);
  const settings = epochs === undefined ? preset : { ...preset, epochs: Number(epochs) };
  const rows = [];
  for (let seed = Number(from); seed < Number(from) + Number(seeds); seed++) {
    const split = task.split(seed);
    const problem = classificationProblem(graph, task.nodeType, split, seed);
    const classifier = new RpHgnnClassifier({ settings: { ...settings, projection } });
    const report = await classifier.fit(problem);
    const prediction = {
      logits: await classifier.predict(split.test),
      rows: split.test,
      numClasses: problem.targets.numClasses,
    };
    const { epochs: ran, bestEpoch } = report.training;
    const row = {
      dataset: name,
      projection,
      seed,
      micro: 100 * microF1.compute(prediction, problem.targets),
      macro: 100 * macroF1.compute(prediction, problem.targets),
      precompute: report.seconds.precompute,
      train: report.seconds.train,
      epochs: ran,
      bestEpoch,
      parameters: report.numParameters,
      peakMiB: process.resourceUsage().maxRSS / 1024,
    };
    rows.push(row);
    console.error(JSON.stringify(row));
    classifier.dispose();
  }
  const mean = (key) => rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
  const deviation = (key) => Math.sqrt(rows.reduce((sum, row) => sum + (row[key] - mean(key)) ** 2, 0) / rows.length);
  return {
    rows,
    summary: {
      dataset: name,
      projection,
      seeds: rows.length,
      micro: mean('micro'),
      microStd: deviation('micro'),
      macro: mean('macro'),
      macroStd: deviation('macro'),
    },
  };
}
