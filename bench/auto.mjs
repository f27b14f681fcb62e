// What `train` keeps where no model is named, beside every simple model of its table: npm run bench -- auto [--dataset A,B] [--seeds 5] [--from 1] [--limit 120] [--out FILE] [--keep FOLDER] [--json]
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadDataset } from '../dist/datasets/index.js';
import { classificationProblem, createModel, listModels } from '../dist/models/index.js';
import { microF1, rocAuc } from '../dist/training/index.js';
import { dataRoot, failure, presentData } from './arguments.mjs';
import { plantedDataset, plantedNames } from './planted.mjs';
import { fixed, mean, standardError } from './statistics.mjs';

/** WordNet comes as a package. */
const files = ['freebase-movie', 'aifb', 'mutag', 'fang', 'timme-purep', 'hgb-acm', 'hgb-dblp'];

/** What scores are of: of two classes what `auto` compares by itself. */
const metricOf = ({ numClasses }) => (numClasses === 2 ? rocAuc : microF1);

/**
 * Trains `auto` with its defaults (of data sets with presets: those), and the simple models beside it, once per seed; micro-F1 on the test rows, of two classes ROC-AUC. With
 * `--out FILE` runs that are there already are not made again; with `--keep FOLDER` what each fit on folds predicted is kept for later comparisons. `--limit` is the number of seconds that a comparison is planned for; the clock does not stop it.
 */
export async function auto(_, { quick, dataset, seeds = '5', from = '1', limit = '120', out, keep, data }) {
  const root = dataRoot({ data });
  const names =
    dataset?.split(',') ??
    (quick ? plantedNames.slice(0, 1) : [...plantedNames, ...presentData(files, root), 'wordnet']);
  const settings = quick
    ? { folds: 2, candidates: [{ model: 'ridge' }, { model: 'label-propagation' }] }
    : { seconds: Number(limit), ignoreClock: true };
  const key = JSON.stringify({ settings, figure: 'ROC-AUC of two classes, else micro-F1' });
  const done = out !== undefined && existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : { key, runs: [] };
  if (done.key !== key) throw failure(`${out} holds runs of ${done.key}.`);
  for (let seed = Number(from); seed < Number(from) + Number(seeds); seed++) {
    for (const name of names) {
      if (done.runs.some((run) => run.dataset === name && run.seed === seed)) continue;
      done.runs.push({ dataset: name, seed, ...(await trainOnce(name, { seed, settings, root, quick, keep })) });
      if (out === undefined) continue;
      writeFileSync(out, JSON.stringify(done));
      const { scores, verdict, remarks, seconds } = done.runs.at(-1);
      console.error(JSON.stringify({ dataset: name, seed, scores, seconds, verdict, remarks }));
    }
  }
  return {
    rows: names
      .map((name) =>
        rowOf(
          name,
          done.runs.filter((run) => run.dataset === name),
        ),
      )
      .filter(Boolean),
  };
}

async function trainOnce(name, { seed, settings, root, quick, keep }) {
  const { graph, task } = plantedNames.includes(name)
    ? plantedDataset(name, quick ? 0.1 : 1)
    : await loadDataset(name, { root });
  const split = task.split(seed);
  const problem = classificationProblem(graph, task.nodeType, split, seed, task.labelColumn);
  const baselines = listModels('classification').flatMap((each) =>
    (each.asBaseline?.(problem, undefined) ?? []).map((changes) => createModel(each.name, { settings: changes })),
  );
  const scores = {};
  for (const model of baselines) {
    await model.fit(problem);
    scores[model.name] = await scoreOf(model, problem);
    model.dispose();
  }
  const kept = keep === undefined ? {} : { checkpointDir: join(keep, `${name}-${seed}`) };
  const model = createModel('auto', { settings, preset: name, ...kept });
  const started = performance.now();
  const { comparison } = await model.fit(problem);
  const seconds = (performance.now() - started) / 1000;
  if (kept.checkpointDir) keepComparison(kept.checkpointDir);
  scores.auto = await scoreOf(model, problem);
  model.dispose();
  const { verdict, remarks, models } = comparison;
  const tried = models.map(({ title, score, error, folds, seconds, reason }) => ({
    title,
    score,
    error,
    folds,
    seconds,
    reason,
  }));
  return { scores, seconds, kept: models[0].title, verdict, remarks, models: tried };
}

/** Not the checkpoints of the model that was kept, with which it would not be fitted anew. */
function keepComparison(folder) {
  const others = readdirSync(folder).filter((name) => name !== 'comparison');
  for (const name of others) rmSync(join(folder, name), { recursive: true });
}

async function scoreOf(model, { split, targets }) {
  const logits = await model.predict(split.test);
  return 100 * metricOf(targets).compute({ logits, rows: split.test, numClasses: targets.numClasses }, targets);
}

/** Mean over the seeds, beside that of the best simple model. */
function rowOf(dataset, runs) {
  if (runs.length === 0) return undefined;
  const of = (model) => runs.map(({ scores }) => scores[model]);
  const [best] = Object.keys(runs[0].scores)
    .filter((name) => name !== 'auto')
    .sort((a, b) => mean(of(b)) - mean(of(a)));
  const differences = runs.map(({ scores }) => scores.auto - scores[best]);
  return {
    dataset,
    seeds: runs.length,
    auto: fixed(mean(of('auto'))),
    error: runs.length > 1 ? fixed(standardError(of('auto'))) : undefined,
    best,
    'its score': fixed(mean(of(best))),
    difference: fixed(mean(differences)),
    seconds: fixed(mean(runs.map(({ seconds }) => seconds))),
    kept: [...new Set(runs.map(({ kept }) => kept))].join('; '),
  };
}
