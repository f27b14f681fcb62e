import { join } from 'node:path';
import { expectArgument, HeteroGraphError, isHeteroGraphError, type RunOptions } from '../core/index.js';
import { hashGraph } from '../graph/index.js';
import {
  type Estimator,
  type FitReport,
  type Flow,
  type ModelComparison,
  type PrecomputationPlan,
  type Problem,
  saveModel,
} from '../models/index.js';
import { type CostModel, writeCosts } from '../schedule/index.js';
import { type BackendName, getBackend } from '../tensor/index.js';
import { cacheFolder, cacheRemarks } from './data/cache-folder.js';
import type { NodeTaskKind } from './data/guess-task.js';
import { type UsedColumn, usedColumns } from './data/used-columns.js';
import { writeJson } from './disk/write-file.js';
import { seesStructure } from './graphs/graph-models.js';
import { type Predicted, type StructureGain, structureGain } from './graphs/structure.js';
import { chosenPredictions } from './kinds/chosen-predictions.js';
import type { ChoicesOf, Positive, PredictionsOf, ScoreOf } from './kinds/node-kind.js';
import type { RunParts } from './node-run.js';
import { costsFor, planOf } from './plan.js';
import { baselinesFor, type ExperimentOptions, type PreparedExperiment, prepareExperiment } from './prepare.js';
import { RegressionRun } from './regression-run.js';
import { relationImportance } from './report/relation-importance.js';
import { writeReport } from './report/report.js';
import { verdictOf } from './report/verdict.js';
import { writeChoices } from './run/run-choices.js';
import { configFormat, type RunConfig } from './run/run-config.js';
import { claimRunFolder, runFiles } from './run/run-folder.js';
import type { RegressionScore } from './score/number-score.js';
import type { Score } from './score/score.js';
import { writeTable } from './tables/row-table.js';
import { TrainedRun } from './trained-run.js';

/** How to train and what to keep; T is what is learned. */
export interface TrainOptions<T extends NodeTaskKind | 'guess' = 'classification'> extends ExperimentOptions {
  readonly task?: T;
  /** Run folder: an interrupted training continues when it is called again with it. Default: nothing is kept. */
  readonly out?: string;
  /** Replace the run in the folder instead of continuing it. */
  readonly restart?: boolean;
  /** Whether simple models are trained on the same rows and scored too; default true. */
  readonly baselines?: boolean;
  /** Epochs between two checkpoints; default: one a minute. */
  readonly checkpointEvery?: number;
}

type AnyTrainOptions = TrainOptions<NodeTaskKind | 'guess'>;

/** What happens on the way. */
export interface ExperimentEvents extends RunOptions {
  /** Something that people should know and that stops nothing. */
  readonly onRemark?: (text: string) => void;
  /** A model starts. */
  readonly onModel?: (name: string) => void;
  /** A model is trained and scored. */
  onScore?(score: Score | RegressionScore): void;
}

/** Plain data, as `metrics.json` holds it; K is what was learned. */
export interface ExperimentSummary<K extends NodeTaskKind = 'classification'> {
  readonly data: string;
  readonly task: K;
  readonly backend: BackendName | undefined;
  readonly seed: number;
  /** Number of rows. */
  readonly rows: { readonly train: number; readonly valid: number; readonly test: number };
  /** Baselines first, the model last. */
  readonly scores: readonly ScoreOf<K>[];
  /** What became of the columns of the node types whose features were made; none where they have a matrix alone. */
  readonly columns: readonly UsedColumn[];
  /** What the validation rows decided about the model: calibration and thresholds of classes, the interval of numbers. */
  readonly choices?: ChoicesOf<K>;
  /** Where no model was named: the models that were compared, and why one was kept. */
  readonly comparison?: ModelComparison;
  /** Of whole graphs: what knowing who is joined to whom adds over models that see no edge. */
  readonly structure?: StructureGain;
  readonly loadSeconds: number;
  readonly totalSeconds: number;
  readonly peakMiB: number;
  /** What people should know of the result: why settings that nobody chose are what they are; which simple models score higher. */
  readonly remarks: readonly string[];
  /** The run folder; absent where nothing was kept. */
  readonly run?: string;
  /** Why the run or a part of it could not be kept, such as a full disk; the scores are those of the model all the same. */
  readonly problem?: HeteroGraphError;
}

/** The trained model with the graph to use it on. */
export type RunOf<K extends NodeTaskKind> = K extends 'regression' ? RegressionRun : TrainedRun;

/** A trained model with its scores; K is what was learned. */
export interface Experiment<K extends NodeTaskKind = 'classification'> {
  readonly summary: ExperimentSummary<K>;
  readonly scores: readonly ScoreOf<K>[];
  /** Of the model on the test rows. */
  readonly predictions: PredictionsOf<K>;
  readonly folder: string | undefined;
  /** Predicts, embeds and explains nodes of the graph, as the run that `openRun` opens. */
  readonly run: RunOf<K>;
  readonly model: Estimator;
  readonly report: FitReport;
  /** Frees the model. */
  dispose(): void;
}

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

/**
 * What the model's pre-computation would do and how long it would take; nothing is trained.
 *
 * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL where the model has none; and as {@link trainExperiment} before it trains
 */
export async function explainExperiment(
  options: ExperimentOptions,
  events: ExperimentEvents = {},
): Promise<PrecomputationPlan> {
  expectArgument(events, 'object', 'events');
  const run = { signal: events.signal, onProgress: events.onProgress };
  const prepared = await prepareExperiment(options, run);
  for (const remark of prepared.opened.remarks) events.onRemark?.(remark);
  const plan = planOf(prepared, await costsFor(cacheFolder(options.cache, 'costs'), prepared, true, run));
  if (plan) return plan;
  throw new HeteroGraphError(
    'UNSUPPORTED_BY_MODEL',
    `The model ${prepared.definition.name} computes nothing in advance.`,
    {
      hint: 'Only models with a pre-computation, such as rphgnn, have a plan.',
    },
  );
}

/** Why the task and the settings are what they are. */
function remarksOf({ remarks, reasons }: Pick<PreparedExperiment, 'remarks' | 'reasons'>): string[] {
  return [...remarks, ...reasons.map((reason) => `Chosen by the shape of the graph: ${reason}.`)];
}

function configOf<K extends NodeTaskKind>(prepared: PreparedExperiment<K>): RunConfig {
  const { opened, definition, settings, preparation } = prepared;
  const problem: Problem & Positive & { readonly labelColumn: string } = prepared.problem;
  const { nodeType, labelColumn, seed } = problem;
  const loss = problem.kind === 'regression' && problem.loss !== undefined ? { loss: problem.loss } : {};
  const weight = problem.kind === 'classification' && problem.classWeight ? { classWeight: problem.classWeight } : {};
  const { positive }: Positive = problem;
  return {
    ...(problem.kind === 'regression' ? { task: 'regression', ...loss } : weight),
    ...prepared.asked,
    ...{ model: definition.name, source: opened.source, graph: hashGraph(opened.graph) },
    ...(positive === undefined ? {} : { positiveClass: positive.class }),
    ...{ nodeType, labelColumn, seed, settings: settings as RunConfig['settings'], preparation },
  };
}

/** What the validation rows decided, a sentence each. */
function said<K extends NodeTaskKind>(
  { kind, asked }: PreparedExperiment<K>,
  { task }: Estimator,
  choices: ChoicesOf<K>,
): string[] {
  return kind.choicesText(choices, asked, task.kind === 'classification' ? task.classes : []);
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
    const structure =
      predicted.length > 0
        ? structureGain(kind, problem, [...predicted, { ...used, predictions }], isTried)
        : undefined;
    const judged = [
      ...(comparison ? [comparison.verdict, ...comparison.remarks] : []),
      ...(structure ? [structure.verdict] : []),
      ...(choices ? said(prepared, model, choices) : []),
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
    const problemOfKeeping = await keep(out, prepared, { summary, ...results }, events);
    return { summary: problemOfKeeping ? { ...summary, problem: problemOfKeeping } : summary, ...results };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** Writes model, embeddings, scores and report into the run folder; what could not be written is answered. */
async function keep<K extends NodeTaskKind>(
  folder: string,
  prepared: PreparedExperiment<K>,
  { model, report, predictions, summary }: Experiment<K>,
  events: ExperimentEvents,
): Promise<HeteroGraphError | undefined> {
  const { training, execution } = report;
  const { kind, problem } = prepared;
  const pictures = kind.pictures(model, predictions, problem);
  const what = {
    config: configOf(prepared),
    problem,
    table: kind.table(summary.scores),
    pictures,
    training,
    execution,
  };
  try {
    if (training) await writeJson(join(folder, runFiles.history), training.history.toJSON());
    await saveModel(model, join(folder, runFiles.model));
    await writeChoices(folder, kind.name, summary.choices);
    if (model.hasEmbedding) await writeEmbeddings(join(folder, runFiles.embeddings), model, prepared, events);
    await writeJson(join(folder, runFiles.metrics), summary);
    const flow = await flowOf(model, problem.split.test);
    const relations =
      prepared.resources.memoryBytes === undefined
        ? await relationImportance(kind, model, problem, summary.choices, { signal: events.signal })
        : undefined;
    const judgement = kind.judge(summary.scores, problem);
    const { comparison, structure } = summary;
    const own = verdictOf(kind, summary.scores, judgement);
    const verdict = [
      ...(comparison ? [comparison.verdict, ...(judgement === undefined ? [] : [judgement])] : [own]),
      ...(structure ? [structure.verdict] : []),
      ...(summary.choices ? said(prepared, model, summary.choices) : []),
    ];
    await writeReport(folder, { ...what, flow, verdict, relations, summary });
    return training?.checkpointProblem;
  } catch (error) {
    if (isHeteroGraphError(error) && error.code === 'WRITE_FAILED') return error;
    throw error;
  }
}

/** Of models with attention, where the states of the rows came from. */
async function flowOf(model: Estimator, rows: Int32Array): Promise<Flow | undefined> {
  if (!model.flow || rows.length === 0) return undefined;
  try {
    return await model.flow(rows);
  } catch (error) {
    if (isHeteroGraphError(error) && error.code === 'UNSUPPORTED_BY_MODEL') return undefined;
    throw error;
  }
}

interface Fitted<K extends NodeTaskKind> {
  readonly score: ScoreOf<K>;
  readonly predictions: PredictionsOf<K>;
  readonly report: FitReport;
  /** What the validation rows decided. */
  readonly choices: ChoicesOf<K> | undefined;
}

/** Fits a model and scores it on the test rows. */
async function fitOne<K extends NodeTaskKind>(
  model: Estimator,
  { kind, problem, settings, asked }: PreparedExperiment<K>,
  out: string | undefined,
  { onRemark, onModel, onScore, ...run }: ExperimentEvents,
  isBaseline: boolean,
): Promise<Fitted<K>> {
  onModel?.(model.name);
  const report = await model.fit(problem, run);
  const { training } = report;
  if (training?.stoppedBy === 'abort') {
    if (training.checkpointProblem) throw training.checkpointProblem;
    if (!isBaseline && out !== undefined) {
      await writeJson(join(out, runFiles.history), training.history.toJSON());
    }
    const kept = out === undefined ? '' : `; the checkpoint is in ${out}`;
    throw new HeteroGraphError('ABORTED', `Stopped after epoch ${training.epochs}${kept}.`, {
      hint: out === undefined ? 'Give a run folder to continue later.' : 'Repeat the same call to continue.',
    });
  }
  const epochs = isBaseline ? undefined : (settings as { epochs?: unknown }).epochs;
  if (training && typeof epochs === 'number' && training.epochs > epochs) {
    onRemark?.(
      `The run in the folder has ${training.epochs} epochs, more than the ${epochs} asked for: none was added. Give restart: true to train anew.`,
    );
  }
  if (report.storeProblem) onRemark?.(`The features were not kept: ${report.storeProblem.message}`);
  const { predictions, choices } = await chosenPredictions(kind, model, problem, asked, run);
  const figures = { seconds: report.seconds, parameters: report.numParameters };
  const score = await kind.score(model.name, predictions, problem, figures);
  onScore?.(score);
  return { score, predictions, report, choices };
}

async function writeEmbeddings(
  path: string,
  model: Estimator,
  { problem }: { readonly problem: Problem },
  { signal, onProgress }: ExperimentEvents,
): Promise<void> {
  const { graph, nodeType, split } = problem;
  const rows = Int32Array.from([...split.train, ...split.valid, ...split.test]).sort();
  const embedding = await model.embed(rows, { signal, onProgress });
  await writeTable(path, { graph, nodeType, rows, texts: {}, matrices: { embedding } });
}
