// Which news are fake, of the two public sets that resemble MuMiN: npm run bench -- misinformation [--dataset A,B] [--seeds 5] [--from 1] [--limit 120] [--out FILE] [--json]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadDataset } from '../dist/datasets/index.js';
import { classificationProblem, createModel } from '../dist/models/index.js';
import { macroF1, microF1, rocAuc } from '../dist/training/index.js';
import { dataRoot } from './arguments.mjs';
import { fixed, mean, standardError } from './statistics.mjs';

/** Of one class a row, micro-F1 is the accuracy. */
const figures = { accuracy: microF1, macroF1, rocAuc };

/** What is compared: simple ways, SAGE of typed relations as MuMiN's baseline is (one that weighs classes, one that does not), and what `train` chooses. */
const methods = (limit) => ({
  majority: { model: 'majority' },
  'label-propagation': { model: 'label-propagation' },
  'logistic-propagated': { model: 'logistic-propagated' },
  sage: { model: 'sage' },
  'sage, classes weighed': { model: 'sage', classWeight: 'balanced' },
  auto: { model: 'auto', settings: { seconds: limit, ignoreClock: true } },
});

/** Accuracy, macro-F1 and ROC-AUC in percent on the test news, mean and standard error over the seeds. What FILE has already is not computed again. */
export async function misinformation(_, { quick, dataset, seeds = '5', from = '1', limit = '120', out, data }) {
  const root = dataRoot({ data });
  const names = dataset?.split(',') ?? ['fang', 'upfd-politifact'];
  const chosen = Object.entries(methods(Number(limit))).slice(0, quick ? 2 : undefined);
  const kept = out && existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : [];
  for (let seed = Number(from); seed < Number(from) + (quick ? 1 : Number(seeds)); seed++) {
    for (const name of names) {
      const { graph, task } = await loadDataset(name, { root });
      for (const [method, { model, settings = {}, ...weighed }] of chosen) {
        const isKept = (each) => each.dataset === name && each.method === method && each.seed === seed;
        if (kept.some(isKept)) continue;
        const problem = classificationProblem(graph, task.nodeType, task.split(seed), seed, task.labelColumn, weighed);
        kept.push({ dataset: name, method, seed, ...(await scored(createModel(model, { settings }), problem)) });
        if (out) writeFileSync(out, `${JSON.stringify(kept, undefined, 1)}\n`);
      }
    }
  }
  return { rows: names.flatMap((name) => chosen.map(([method]) => rowOf(name, method, kept))) };
}

async function scored(model, problem) {
  const started = performance.now();
  const { comparison } = await model.fit(problem);
  const rows = problem.split.test;
  const prediction = { logits: await model.predict(rows), rows, numClasses: problem.targets.numClasses };
  model.dispose();
  const scores = Object.entries(figures).map(([name, metric]) => [
    name,
    100 * metric.compute(prediction, problem.targets),
  ]);
  const found = comparison ? { kept: comparison.models[0].title } : {};
  return { ...Object.fromEntries(scores), seconds: (performance.now() - started) / 1000, ...found };
}

function rowOf(dataset, method, runs) {
  const own = runs.filter((run) => run.dataset === dataset && run.method === method);
  const columns = Object.keys(figures).map((figure) => {
    const values = own.map((run) => run[figure]);
    return [
      figure,
      values.length > 1 ? `${fixed(mean(values))} ± ${fixed(standardError(values))}` : fixed(mean(values)),
    ];
  });
  const kept = [...new Set(own.flatMap((run) => run.kept ?? []))].join('; ');
  return { dataset, method, seeds: own.length, ...Object.fromEntries(columns), ...(kept && { kept }) };
}
