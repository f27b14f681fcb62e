// Scores of a model over seeds on one data set: npm run bench -- hgb --dataset hgb-dblp --model hgt --seeds 5 [--valid none] [--goal f1] [--out FILE] [--against FILE] [--json]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadDataset } from '../dist/datasets/index.js';
import { meanInterval, pairedComparison } from '../dist/experiments/index.js';
import { classificationProblem, createModel, listModels } from '../dist/models/index.js';
import { chooseOnRows, macroF1, microF1, withChoices } from '../dist/training/index.js';
import { dataRoot, failure } from './arguments.mjs';

/**
 * Trains once per seed with the model's preset for the data set, or its defaults, and scores the test rows with the weights that
 * validated best. With `--valid none` it trains on all given rows, those that would validate among them, for as many epochs as the settings say, and scores the
 * last weights. With `--goal f1` thresholds are chosen on the validation rows, or on all that a model predicts without having learned them. With `--out FILE` rows that are there already are not computed again; with `--against FILE` the scores are compared, seed by seed, with
 * those of another model.
 */
export async function hgb(
  _,
  {
    quick,
    dataset = 'hgb-acm',
    model: name = 'rgcn',
    seeds = '5',
    from = '1',
    set = '{}',
    valid = 'some',
    goal,
    out,
    against,
    data,
  },
) {
  const settings = { ...JSON.parse(set), ...(quick ? { epochs: 1 } : {}) };
  if (!['some', 'none'].includes(valid)) throw failure(`--valid must be none or some, not '${valid}'.`);
  const isAll = valid === 'none';
  const definition = listModels('classification').find((each) => each.name === name);
  const whole = { ...(definition?.presets?.[dataset] ?? definition?.defaults), ...settings };
  const isDealt = definition?.learnsValidation?.(whole) ?? false;
  if (isDealt && isAll) throw failure('--valid none: the model learns all given rows by itself.');
  const key = JSON.stringify({
    dataset,
    name,
    settings: whole,
    ...(isAll ? { valid } : {}),
    ...(goal ? { goal } : {}),
  });
  const { graph, task } = await loadDataset(dataset, { root: dataRoot({ data }) });
  const done = out !== undefined && existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : { key, rows: [] };
  if (done.key !== key) throw failure(`${out} holds rows of ${done.key}.`);
  const { rows } = done;
  const kind = graph.labels(task.nodeType, task.labelColumn)?.kind;
  if (goal && kind !== 'multi') throw failure('--goal is for several classes a node.');
  for (let seed = Number(from); seed < Number(from) + Number(quick ? 1 : seeds); seed++) {
    if (rows.some((row) => row.seed === seed)) continue;
    rows.push(await trainOnce({ graph, task, dataset, name, settings, seed, isAll, goal, isDealt }));
    if (out !== undefined) writeFileSync(out, JSON.stringify(done));
    console.error(JSON.stringify(rows.at(-1)));
  }
  const of = (key) => meanInterval(rows.map((row) => row[key]));
  const validated = isAll ? {} : { validMicro: of('validMicro'), validMacro: of('validMacro') };
  const scores = { micro: of('micro'), macro: of('macro'), ...validated };
  const protocol = isDealt
    ? 'all given rows train; each copy validates on another part of them'
    : isAll
      ? 'all given rows train, none validates; the last epoch counts'
      : 'the epoch that validated best counts';
  const compared = against === undefined ? {} : comparedWith(JSON.parse(readFileSync(against, 'utf8')).rows, rows);
  return {
    rows,
    summary: {
      dataset,
      model: name,
      settings,
      protocol,
      ...(goal ? { goal } : {}),
      seeds: rows.length,
      ...scores,
      ...compared,
    },
  };
}

async function trainOnce({ graph, task, dataset, name, settings, seed, isAll, goal, isDealt }) {
  const dealt = task.split(seed);
  const all = {
    train: Int32Array.from([...dealt.train, ...dealt.valid]).sort(),
    valid: new Int32Array(0),
    test: dealt.test,
  };
  const split = isAll ? all : dealt;
  const problem = classificationProblem(graph, task.nodeType, split, seed, task.labelColumn);
  const model = createModel(name, { preset: dataset, settings });
  try {
    const { training, numParameters, seconds } = await model.fit(problem);
    const { targets } = problem;
    const choices = goal ? await chosen(model, problem, goal) : undefined;
    const scores = async ({ rows, values: logits }) => {
      const predicted = { logits, rows, numClasses: targets.numClasses };
      const prediction = choices ? withChoices(predicted, targets.kind, choices) : predicted;
      return { micro: 100 * microF1.compute(prediction, targets), macro: 100 * macroF1.compute(prediction, targets) };
    };
    const valid = isAll ? undefined : await scores(await unlearned(model, split.valid));
    return {
      ...{ dataset, model: name, seed, trainRows: (isDealt ? all : split).train.length },
      ...(valid ? { validMicro: valid.micro, validMacro: valid.macro } : {}),
      ...(await scores({ rows: split.test, values: await model.predict(split.test) })),
      seconds: Object.values(seconds).reduce((sum, each) => sum + each, 0),
      ...(training ? { epochs: training.epochs, ...(isAll ? {} : { bestEpoch: training.bestEpoch }) } : {}),
      ...(numParameters === undefined ? {} : { parameters: numParameters }),
      peakMiB: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    model.dispose();
  }
}

/** Of the seeds that both have. */
function comparedWith(others, rows) {
  const pairs = rows.flatMap((row) => others.filter(({ seed }) => seed === row.seed).map((other) => [row, other]));
  const of = (key) =>
    pairedComparison(
      pairs.map(([row]) => row[key]),
      pairs.map(([, other]) => other[key]),
    );
  return { compared: { model: others[0]?.model, micro: of('micro'), macro: of('macro') } };
}

/** Predictions of rows that were not learned for them. */
const unlearned = async (model, rows) => model.heldOut ?? { rows, values: await model.predict(rows) };

/** Thresholds for a goal, on rows that were not learned. */
async function chosen(model, { split, targets }, goal) {
  const { rows, values: logits } = await unlearned(model, split.valid);
  return chooseOnRows({ logits, rows, numClasses: targets.numClasses }, targets, { goal });
}
