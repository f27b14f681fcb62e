import { join } from 'node:path';
import { expectArgument } from '../core/index.js';
import { type CostModel, writeCosts } from '../schedule/index.js';
import { getBackend } from '../tensor/index.js';
import { unusedRemark } from './asked-training.js';
import { cacheFolder, cacheRemarks } from './data/cache-folder.js';
import type { NodeTaskKind } from './data/guess-task.js';
import { usedColumns } from './data/used-columns.js';
import { choiceSentences, configOf, remarksOf } from './describe-run.js';
import type {
  AnyTrainOptions,
  Experiment,
  ExperimentEvents,
  ExperimentSummary,
  RunOf,
  TrainOptions,
} from './experiment.js';
import { fitOne } from './fit-one.js';
import { seesStructure } from './graphs/graph-models.js';
import { type Predicted, structureGain } from './graphs/structure.js';
import { keepExperiment } from './keep-experiment.js';
import type { ScoreOf } from './kinds/node-kind.js';
import type { RunParts } from './node-run.js';
import { costsFor } from './plan.js';
import { baselinesFor, type PreparedExperiment, prepareExperiment } from './prepare.js';
import { RegressionRun } from './regression-run.js';
import { configFormat } from './run/run-config.js';
import { claimRunFolder, runFiles } from './run/run-folder.js';
import { TrainedRun } from './trained-run.js';

/**
 * Trains a model on the nodes of a graph, by default the best of several, scores it and baselines on the test rows, and keeps the run where a folder is given.
 *
 * @example
 * const { summary, run } = await trainExperiment({ data: 'shop', target: 'customer.churned', out: 'runs/shop' });
 * const verdict = summary.comparison?.verdict; // 'No other model beats label-propagation along cites beyond chance; ...'
 * const { ids, predicted } = await run.predict('unlabelled');
 * const spending = await trainExperiment({ data: 'shop', target: 'customer.spending', task: 'regression', model: 'sage' });
 * @throws {HeteroGraphError} UNKNOWN_MODEL; TARGET_EXISTS, RUN_BUSY; ABORTED; what `prepareExperiment` and the model throw
 */
export async function trainExperiment(
  options: TrainOptions<'regression'> & { readonly task: 'regression' },
  events?: ExperimentEvents,
): Promise<Experiment<'regression'>>;
export async function trainExperiment(options: TrainOptions, events?: ExperimentEvents): Promise<Experiment>;
export async function trainExperiment(
  options: AnyTrainOptions,
  events?: ExperimentEvents,
): Promise<Experiment | Experiment<'regression'>>;
export async function trainExperiment(
  options: AnyTrainOptions,
  events: ExperimentEvents = {},
): Promise<Experiment | Experiment<'regression'>> {
  expectArgument(events, 'object', 'events');
  const started = performance.now();
  const prepared = await prepareExperiment(options, { signal: events.signal, onProgress: events.onProgress });
  return prepared.kind.name === 'regression'
    ? trainPrepared(prepared as PreparedExperiment<'regression'>, options, started, events)
    : trainPrepared(prepared as PreparedExperiment<'classification'>, options, started, events);
}

async function trainPrepared<K extends NodeTaskKind>(
  prepared: PreparedExperiment<K>,
  options: AnyTrainOptions,
  started: number,
  events: ExperimentEvents,
): Promise<Experiment<K>> {
  const run = { signal: events.signal, onProgress: events.onProgress };
  for (const remark of [...prepared.opened.remarks, ...cacheRemarks(options.cache), ...remarksOf(prepared)]) {
    events.onRemark?.(remark);
  }
  const costFolder = cacheFolder(options.cache, 'costs');
  const costs = await costsFor(costFolder, prepared, false, run);
  const { out } = options;
  const unlock =
    out === undefined
      ? undefined
      : await claimRunFolder(out, configOf(prepared), options.restart === true, configFormat);
  try {
    const experiment = await fitAndScore({ prepared, options, costs, started }, events);
    // What was learned serves the next plan; without it that plan is a little worse.
    if (costFolder !== undefined && costs.isCalibrated) {
      const isKept = await writeCosts(costFolder, costs);
      if (!isKept) events.onRemark?.(`The measured costs of kernels could not be kept in ${costFolder}.`);
    }
    return experiment;
  } finally {
    await unlock?.();
  }
}

interface Started<K extends NodeTaskKind> {
  readonly prepared: PreparedExperiment<K>;
  readonly options: AnyTrainOptions;
  readonly costs: CostModel;
  readonly started: number;
}

async function fitAndScore<K extends NodeTaskKind>(
  { prepared, options, costs, started }: Started<K>,
  events: ExperimentEvents,
): Promise<Experiment<K>> {
  const { kind, problem, definition, settings, resources, opened, loadSeconds } = prepared;
  const { out, checkpointEvery } = options;
  const { split, seed } = problem;
  const checkpointDir = out === undefined ? undefined : join(out, runFiles.checkpoint);
  const scores: ScoreOf<K>[] = [];
  const predicted: Predicted<K>[] = [];
  for (const baseline of options.baselines === false ? [] : baselinesFor(prepared)) {
    try {
      const { score, predictions } = await fitOne(baseline, prepared, out, events, true);
      scores.push(score);
      if (prepared.areGraphs) predicted.push({ model: baseline.name, settings: {}, predictions });
    } finally {
      baseline.dispose();
    }
  }
  const model = definition.create(settings, { ...resources, costs, checkpointDir, checkpointEvery });
  try {
    const { score, predictions, report, choices } = await fitOne(model, prepared, out, events, false);
    scores.push(score);
    const { comparison } = report;
    const judgement = kind.judge(scores, prepared.problem);
    const isTried = comparison?.models.some((each) => each.folds > 0 && seesStructure(each.model, each.settings));
    const used = comparison?.models.find(({ isKept }) => isKept) ?? { model: definition.name, settings };
    const unused = comparison ? unusedRemark(kind.name, options, used) : undefined;
    const structure =
      predicted.length > 0
        ? structureGain(kind, problem, [...predicted, { ...used, predictions }], isTried)
        : undefined;
    const judged = [
      ...(comparison ? [comparison.verdict, ...comparison.remarks] : []),
      ...(unused === undefined ? [] : [unused]),
      ...(structure ? [structure.verdict] : []),
      ...(choices ? choiceSentences(prepared, model, choices) : []),
      ...(judgement === undefined ? [] : [judgement]),
    ];
    for (const text of judged) events.onRemark?.(text);
    const summary: ExperimentSummary<K> = {
      data: opened.name,
      task: kind.name,
      backend: getBackend(),
      seed,
      rows: { train: split.train.length, valid: split.valid.length, test: split.test.length },
      scores,
      ...(choices ? { choices } : {}),
      remarks: [...remarksOf(prepared), ...judged],
      columns: usedColumns(prepared.preparation),
      ...(comparison ? { comparison } : {}),
      ...(structure ? { structure } : {}),
      loadSeconds,
      totalSeconds: (performance.now() - started) / 1000,
      peakMiB: process.resourceUsage().maxRSS / 1024,
      ...(out === undefined ? {} : { run: out }),
    };
    const parts: RunParts = {
      ...{ folder: out, config: configOf(prepared), model, opened, graph: problem.graph, isTrainedOn: true },
      ...{ choices, strict: false },
    };
    const run = (kind.name === 'regression' ? new RegressionRun(parts) : new TrainedRun(parts)) as RunOf<K>;
    const results = { scores, predictions, folder: out, run, model, report, dispose: () => model.dispose() };
    if (out === undefined) return { summary, ...results };
    const problemOfKeeping = await keepExperiment(out, prepared, { summary, ...results }, events);
    return { summary: problemOfKeeping ? { ...summary, problem: problemOfKeeping } : summary, ...results };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
