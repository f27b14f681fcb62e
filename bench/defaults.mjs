// Every model with its defaults beside simple ones: npm run bench -- defaults [--dataset A,B] [--model A,B] [--seeds 5] [--out FILE] [--json]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadDataset } from '../dist/datasets/index.js';
import {
  classificationProblem,
  createModel,
  listModels,
  nodeModelNamed,
  settingsForProblem,
} from '../dist/models/index.js';
import { macroF1, microF1 } from '../dist/training/index.js';
import { dataRoot, failure, presentData } from './arguments.mjs';
import { plantedDataset, plantedNames } from './planted.mjs';
import { fixed, mean, standardError } from './statistics.mjs';

const files = ['freebase-movie', 'aifb', 'mutag', 'fang', 'timme-purep'];
/** Those without a graph, by what they look at. */
const ofLabels = ['majority', 'label-propagation'];
const ofFeatures = ['ridge', 'logistic', 'mlp'];
const simple = [...ofLabels, ...ofFeatures];

/**
 * Trains every model with its defaults (those by the shape of the graph included) once per seed. A run that takes longer than `--limit`
 * seconds is scored with its best weights so far. With `--out FILE` runs that are there already are not made again.
 */
export async function defaults(
  _,
  { quick, dataset, model, seeds = '5', from = '1', limit = '120', set = '{}', out, data },
) {
  const root = dataRoot({ data });
  const names =
    dataset?.split(',') ?? (quick ? plantedNames.slice(0, 2) : [...plantedNames, ...presentData(files, root)]);
  const all = listModels('classification')
    .filter(({ wholeGraphs }) => !wholeGraphs)
    .map(({ name }) => name);
  const models = model?.split(',') ?? (quick ? [...ofLabels, 'ridge', 'sage'] : all);
  for (const each of models) nodeModelNamed(each);
  const changes = JSON.parse(set);
  const key = JSON.stringify({ changes });
  const done = out !== undefined && existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : { key, runs: [] };
  if (done.key !== key) throw failure(`${out} holds runs of ${done.key}.`);
  for (const name of names) {
    const { graph, task } = plantedNames.includes(name)
      ? plantedDataset(name, quick ? 0.1 : 1)
      : await loadDataset(name, { root });
    for (const each of models) {
      for (let seed = Number(from); seed < Number(from) + Number(seeds); seed++) {
        if (done.runs.some((run) => run.dataset === name && run.model === each && run.seed === seed)) continue;
        const settings = simple.includes(each) ? {} : { ...changes, ...(quick ? { epochs: 1 } : {}) };
        const run = await trainOnce({ graph, task, model: each, changes: settings, seed, limit: 1000 * Number(limit) });
        if (run === undefined) break;
        done.runs.push({ dataset: name, model: each, seed, ...run });
        if (out !== undefined) writeFileSync(out, JSON.stringify(done));
        if (out !== undefined) console.error(JSON.stringify(done.runs.at(-1)));
      }
    }
  }
  const asked = done.runs.filter((run) => names.includes(run.dataset));
  return {
    rows: names.flatMap((name) =>
      tableOf(
        name,
        asked.filter((run) => run.dataset === name),
      ),
    ),
  };
}

/** Nothing where the model cannot learn the problem. */
async function trainOnce({ graph, task, model: name, changes, seed, limit }) {
  const split = task.split(seed);
  const problem = classificationProblem(graph, task.nodeType, split, seed, task.labelColumn);
  const definition = nodeModelNamed(name);
  const { settings, reasons } = settingsForProblem(definition, problem, changes);
  try {
    definition.check?.(problem, settings, {});
  } catch {
    return undefined;
  }
  const model = createModel(name, { settings });
  const started = performance.now();
  try {
    const { training, numParameters } = await model.fit(problem, { signal: AbortSignal.timeout(limit) });
    const seconds = (performance.now() - started) / 1000;
    const { targets } = problem;
    const score = async (rows) => {
      const prediction = { logits: await model.predict(rows), rows, numClasses: targets.numClasses };
      return [microF1, macroF1].map((metric) => 100 * metric.compute(prediction, targets));
    };
    const [[validMicro, validMacro], [micro, macro]] = [await score(split.valid), await score(split.test)];
    const { epochs, bestEpoch, stoppedBy } = training ?? {};
    return { micro, macro, validMicro, validMacro, seconds, epochs, bestEpoch, stoppedBy, numParameters, reasons };
  } catch (error) {
    return { error: error.code ?? String(error), seconds: (performance.now() - started) / 1000 };
  } finally {
    model.dispose();
  }
}

/** Scores of one data set by model, with what they say beside the simple models. */
function tableOf(dataset, runs) {
  const names = [...new Set(runs.map(({ model }) => model))];
  const byModel = new Map(names.map((name) => [name, runs.filter(({ model }) => model === name)]));
  const best = (names) =>
    names
      .filter((name) => byModel.has(name))
      .sort((a, b) => meanMicro(byModel.get(b)) - meanMicro(byModel.get(a)))
      .at(0);
  const compared = { labels: best(ofLabels), features: best(ofFeatures) };
  return [...byModel].map(([model, own]) => {
    const values = microOf(own);
    const failed = own.filter(({ error }) => error);
    return {
      dataset,
      model,
      micro: fixed(mean(values)),
      error: values.length > 1 ? fixed(standardError(values)) : undefined,
      macro: fixed(mean(own.filter(({ error }) => !error).map(({ macro }) => macro))),
      validation: fixed(mean(own.filter(({ error }) => !error).map(({ validMicro }) => validMicro))),
      seconds: fixed(mean(own.map(({ seconds }) => seconds))),
      epochs: own[0].epochs && Math.round(mean(own.map(({ epochs = 0 }) => epochs))),
      simple: [...new Set([compared.labels, compared.features])].filter(Boolean).join(', '),
      verdict: failed.length > 0 ? `failed: ${failed[0].error}` : verdictOf(own, compared, byModel),
    };
  });
}

/** How a model does beside the best simple ones, by differences of runs of the same seed. */
function verdictOf(own, { labels, features }, byModel) {
  const differences = [labels, features]
    .filter((name) => name !== undefined && name !== own[0].model)
    .map((name) => {
      const others = new Map(byModel.get(name).map((run) => [run.seed, run.micro]));
      const values = own.filter(({ seed }) => others.has(seed)).map(({ seed, micro }) => micro - others.get(seed));
      return { value: mean(values), error: values.length > 1 ? standardError(values) : 0 };
    });
  if (simple.includes(own[0].model) || differences.length === 0) return '';
  const isBelow = ({ value, error }) => value < -error;
  const isAbove = ({ value, error }) => value > error;
  if (differences.every(isBelow)) return 'below both';
  if (differences.some(isBelow)) return 'below one';
  return differences.every(isAbove) ? 'above both' : 'even with one';
}

function microOf(runs) {
  return runs.filter(({ error }) => !error).map(({ micro }) => micro);
}

function meanMicro(runs) {
  return mean(microOf(runs)) || 0;
}
