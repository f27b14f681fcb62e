import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, RandomStream, throwIfAborted } from '../core/index.js';
import { kFold, type Labels, type NodeSplit } from '../graph/index.js';
import type { Estimator } from '../models/index.js';
import { type Objective, positiveClass } from '../training/index.js';
import type { NodeTaskKind } from './data/guess-task.js';
import type { ExperimentEvents } from './experiment.js';
import { chosenPredictions } from './kinds/chosen-predictions.js';
import { nodeKind } from './kinds/kinds.js';
import type { Positive } from './kinds/node-kind.js';
import { baselinesFor, type ExperimentOptions, type OpenedTask, openTask, prepared } from './prepare.js';
import { type MeanInterval, meanInterval } from './statistics/mean-interval.js';
import { type PairedComparison, pairedComparison } from './statistics/paired-comparison.js';

/** What to cross-validate, and how often. */
export interface CrossValidationOptions extends ExperimentOptions {
  /** At least 2; default 5. With two folds there are no validation rows: models keep their last epoch. */
  readonly folds?: number;
  /** How often the rows are dealt into folds anew, by the seeds `seed`, `seed + 1` and so on; default 1. */
  readonly seeds?: number;
  /** Which rows are dealt: all with a label, or those that are no test rows of the task, so that the test rows stay unseen. Default 'labelled'. */
  readonly rows?: 'labelled' | 'without-test';
  /** Whether simple models are fitted and scored on the same folds; default true. */
  readonly baselines?: boolean;
}

/** Figures of a model over all folds of all seeds. */
export interface ValidatedModel {
  readonly model: string;
  /** By name, as in `Score` and `RegressionScore`. */
  readonly figures: Readonly<Record<string, MeanInterval>>;
  /** By name, one for every fold of every seed; NaN where a figure is not defined, such as the ROC-AUC of rows of one class. */
  readonly folds: Readonly<Record<string, readonly number[]>>;
  /** Wall seconds of all folds. */
  readonly seconds: number;
}

/** Plain data. */
export interface CrossValidation {
  readonly data: string;
  readonly task: NodeTaskKind;
  readonly target: string;
  readonly folds: number;
  readonly seeds: readonly number[];
  /** Rows that were dealt. */
  readonly rows: number;
  /** Of two classes: the one that ROC-AUC, average precision and F1 are of. */
  readonly positiveClass?: string;
  /** The figure by which models are compared. */
  readonly figure: Objective;
  /** Baselines first, the model last. */
  readonly models: readonly ValidatedModel[];
  /** The model against the best simple one by the mean of `figure`; absent without baselines. */
  readonly comparison?: PairedComparison & { readonly against: string };
  readonly remarks: readonly string[];
}

const optionsSchema = z.looseObject({
  folds: z.optional(option.countFrom(2)),
  seeds: z.optional(option.count),
  seed: z.optional(option.seed),
  rows: z.optional(z.enum(['labelled', 'without-test'])),
  baselines: z.optional(z.boolean()),
});

/**
 * Fits a model and simple ones on every fold of the labelled rows and scores them on its test part. Features, settings and thresholds
 * are made of the training rows of the fold alone; the part after the test part validates. Classes are dealt alike over the folds where
 * a row has one. Intervals and the paired test allow for folds sharing training rows (Nadeau, Bengio 2003).
 *
 * @example
 * const { models, comparison } = await crossValidate({ data: 'shop', target: 'customer.churned', model: 'sage', folds: 5, seeds: 2 });
 * models.at(-1)!.figures.rocAuc; // { mean, deviation, low, high, ... }
 * @throws {HeteroGraphError} INVALID_OPTION, also where there are fewer rows than folds; ABORTED; as `trainExperiment`
 */
export async function crossValidate(
  options: CrossValidationOptions,
  events: ExperimentEvents = {},
): Promise<CrossValidation> {
  return (await validateShares(options, [1], events))[0]!.validation;
}

/** What to cross-validate, and with which shares of the training labels. */
export interface LabelShareOptions extends CrossValidationOptions {
  /** Shares of the training rows of every fold that keep their labels, in (0, 1]; default 0.1, 0.25, 0.5, 1. */
  readonly shares?: readonly number[];
}

/** Scores by how many labels there were to learn from. */
export interface LabelShareCurve {
  readonly points: readonly {
    readonly share: number;
    /** Mean over the folds. */
    readonly trainRows: number;
    readonly validation: CrossValidation;
  }[];
}

/**
 * {@link crossValidate} with a part of the training labels: how much more labels would help. The rows of a smaller share are among those of
 * a larger one; test and validation rows are the same for all.
 *
 * @throws {HeteroGraphError} NO_ROWS where a share leaves no training row; and as {@link crossValidate}
 */
export async function labelShareCurve(
  options: LabelShareOptions,
  events: ExperimentEvents = {},
): Promise<LabelShareCurve> {
  expectArgument(options, 'object', 'options');
  const { shares = [0.1, 0.25, 0.5, 1], ...rest } = options;
  checkOptions(z.array(shareOption).check(z.minLength(1, 'at least one share')), shares, { what: 'shares' });
  return { points: await validateShares(rest, shares, events) };
}

const shareOption = z.number('a share in (0, 1]').check(z.gt(0, 'a share above 0'), z.lte(1, 'a share of at most 1'));

async function validateShares(
  options: CrossValidationOptions,
  shares: readonly number[],
  events: ExperimentEvents,
): Promise<LabelShareCurve['points']> {
  expectArgument(options, 'object', 'options');
  expectArgument(events, 'object', 'events');
  checkOptions(optionsSchema, options);
  const { signal, onProgress } = events;
  const { opened, task } = await openTask(options, { signal, onProgress });
  const remarks = new Set<string>();
  const remark = (text: string) => {
    if (!remarks.has(text)) events.onRemark?.(text);
    remarks.add(text);
  };
  for (const text of opened.remarks) remark(text);
  if (task.reason !== undefined) remark(task.reason);
  const { rows: which = 'labelled', seed = 1, seeds = 1, folds = 5, baselines = true } = options;
  const { train, valid, test } = task.split(seed);
  const rows = Int32Array.from([...train, ...valid, ...(which === 'labelled' ? test : [])]).sort();
  const isClasses = task.kind === 'classification';
  const labels = isClasses ? opened.graph.labels(task.nodeType, task.labelColumn) : undefined;
  const classes = labels?.kind === 'single' ? { labels: labels.values } : {};
  // Of all rows, so that it is the same one in every fold.
  const positive = labels ? positiveOf(labels, rows) : {};
  const all = Array.from({ length: seeds }, (_, i) => seed + i);
  const splits = all.flatMap((each) =>
    kFold(rows, { folds, seed: each, ...classes }).map((split) => ({ seed: each, split })),
  );
  const points: LabelShareCurve['points'][number][] = [];
  for (const share of shares) {
    const collected: Collected = { models: new Map(), figure: undefined, positive, baselines, isPart: share < 1 };
    let trainRows = 0;
    for (const [i, { seed: each, split }] of splits.entries()) {
      throwIfAborted(signal);
      onProgress?.({ stage: 'folds', done: i, total: splits.length, unit: 'folds' });
      const fewer = { ...split, train: someOf(split.train, share, each) };
      trainRows += fewer.train.length / splits.length;
      const shared = { options, opened, task: { ...task, split: () => fewer }, seed: each, started: performance.now() };
      await validateFold(task.kind, shared, collected, { ...events, onRemark: remark });
    }
    onProgress?.({ stage: 'folds', done: splits.length, total: splits.length, unit: 'folds' });
    const figure = collected.figure!;
    const testOverTrain = testShare(splits.map(({ split }) => split));
    const models = [...collected.models].map(([model, { folds: values, seconds }]) =>
      summarised(model, values, seconds, testOverTrain),
    );
    const validation: CrossValidation = {
      data: opened.name,
      task: task.kind,
      target: `${task.nodeType}.${task.labelColumn}`,
      ...{ folds, seeds: all, rows: rows.length },
      ...(positive.positive ? { positiveClass: positive.positive.class } : {}),
      figure,
      models,
      ...comparisonOf(models, figure, testOverTrain),
      remarks: [...remarks],
    };
    points.push({ share, trainRows, validation });
  }
  return points;
}

function positiveOf({ kind, values, classes, numClasses }: Labels, rows: Int32Array): Positive {
  const index = kind === 'single' ? positiveClass(rows, { kind, labels: values, numClasses }) : undefined;
  return index === undefined ? {} : { positive: { index, class: classes[index]! } };
}

interface Collected {
  readonly models: Map<string, { readonly folds: Record<string, number[]>; seconds: number }>;
  readonly positive: Positive;
  readonly baselines: boolean;
  /** Whether a part of the training labels alone is there. */
  readonly isPart: boolean;
  figure: Objective | undefined;
}

/** Fits the simple models and the model on a fold, and adds their figures. */
async function validateFold<K extends NodeTaskKind>(
  name: K,
  shared: OpenedTask,
  collected: Collected,
  { onRemark, onModel, signal, onProgress }: ExperimentEvents,
): Promise<void> {
  const kind = nodeKind(name);
  const fold = prepared(name, shared);
  const { problem, definition, settings, resources } = fold;
  if (collected.isPart && definition.learnsValidation?.(settings)) {
    throw new HeteroGraphError('INVALID_OPTION', 'The model learns the rows of validation, too, whatever the share.', {
      column: 'shares',
      hint: "Let all copies validate on the same rows with validation: 'given'.",
    });
  }
  for (const reason of fold.reasons) onRemark?.(`Chosen by the shape of the graph: ${reason}.`);
  const scored = { ...problem, ...collected.positive };
  collected.figure ??= kind.main(collected.positive);
  const makers: (() => Estimator)[] = [() => definition.create(settings, resources)];
  if (collected.baselines) makers.unshift(...baselinesFor(fold).map((baseline) => () => baseline));
  for (const make of makers) {
    const started = performance.now();
    const model = make();
    try {
      onModel?.(model.name);
      const { training } = await model.fit(problem, { signal, onProgress });
      if (training?.stoppedBy === 'abort') throwIfAborted(signal);
      const run = { signal, onProgress };
      const { predictions } = await chosenPredictions(kind, model, scored, fold.asked, run);
      const figures = kind.figures(predictions, scored);
      const entry = collected.models.get(model.name) ?? { folds: {}, seconds: 0 };
      collected.models.set(model.name, entry);
      for (const [figure, value] of Object.entries(figures)) (entry.folds[figure] ??= []).push(value);
      entry.seconds += (performance.now() - started) / 1000;
    } finally {
      model.dispose();
    }
  }
}

/** A share of rows, drawn by the seed; a smaller share is a part of a larger one. Never none of some. */
function someOf(rows: Int32Array, share: number, seed: number): Int32Array {
  if (share === 1) return rows;
  const drawn = new RandomStream(seed, 'label share').shuffle(rows.slice());
  return drawn.subarray(0, Math.max(1, Math.round(share * rows.length))).sort();
}

/** Test rows divided by those that were learned from or validated on. */
function testShare(splits: readonly NodeSplit[]): number {
  const { test, train, valid } = splits[0]!;
  return test.length / (train.length + valid.length);
}

function summarised(
  model: string,
  folds: Readonly<Record<string, readonly number[]>>,
  seconds: number,
  testOverTrain: number,
): ValidatedModel {
  const figures = Object.fromEntries(
    Object.entries(folds).flatMap(([name, values]) => {
      const defined = values.filter((value) => Number.isFinite(value));
      return defined.length === 0 ? [] : [[name, meanInterval(defined, { testOverTrain })] as const];
    }),
  );
  return { model, figures, folds, seconds };
}

function comparisonOf(
  models: readonly ValidatedModel[],
  { name, direction }: Objective,
  testOverTrain: number,
): Pick<CrossValidation, 'comparison'> {
  const sign = direction === 'max' ? 1 : -1;
  const model = models.at(-1)!;
  const [best] = models
    .slice(0, -1)
    .filter(({ figures }) => figures[name] !== undefined)
    .sort((a, b) => sign * (b.figures[name]!.mean - a.figures[name]!.mean));
  if (!best) return {};
  const pairs = model.folds[name]!.map((value, i) => [value, best.folds[name]![i]!] as const).filter((pair) =>
    pair.every((value) => Number.isFinite(value)),
  );
  if (pairs.length === 0) return {};
  const values = (at: 0 | 1) => pairs.map((pair) => pair[at]);
  return { comparison: { against: best.model, ...pairedComparison(values(0), values(1), { testOverTrain }) } };
}
