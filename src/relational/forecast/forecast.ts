import * as z from 'zod/mini';
import { checkOptions, expectMembers, option, type RunOptions } from '../../core/index.js';
import type { Database } from '../database/types.js';
import type { FeaturePlan } from '../features/plan.js';
import type { PlanOptions } from '../features/plan-features.js';
import { checkColumn } from '../leaks/check-column.js';
import { leakRemark } from '../leaks/remark.js';
import type { Leak } from '../leaks/types.js';
import { meanLearner, meanOf } from '../learners/mean.js';
import type { Forecaster, LearnedPart, Learner } from '../learners/types.js';
import { numClassesOf } from '../tasks/num-classes.js';
import { seenUnder } from '../tasks/see.js';
import type { ForecastTask, Protocol } from '../tasks/types.js';
import { chooseLearner, type Tried } from './choose.js';
import { comparedLearners } from './compared.js';
import { knownLabels } from './known-labels.js';
import { learners as allLearners } from './learners.js';
import { lateLabels } from './query-leaks.js';
import { type ForecastFigures, figuresOf } from './score.js';
import { withoutLeaks } from './without-leaks.js';

export interface FitForecastOptions extends RunOptions {
  /** What may be seen. Default `rolling`: everything up to each anchor, as where the database is read anew for every forecast. */
  readonly protocol?: Protocol;
  /** Names of the learners to compare beside the constants; default all, but networks, which take longer, only under rolling and of small tasks. */
  readonly learners?: readonly string[];
  /** Of features; the horizon and the end of what the plan may see follow from the task. `maxFeatures` is 1,000 by default up to 20,000 anchors to learn from, less of more, 400 from 50,000 on. */
  readonly features?: Omit<PlanOptions, 'horizonDays' | 'fitUntil'>;
  /** Columns, as `table.column`, that are inputs, or stand in the query, although they seem to tell what comes after. */
  readonly keep?: readonly string[];
  /** Default 1. */
  readonly seed?: number;
}

/** A learner with its figures. */
export interface ScoredLearner {
  readonly name: string;
  readonly title: string;
  readonly valid: ForecastFigures;
  /** Of what was learned again of training and validation. */
  readonly test: ForecastFigures;
  readonly isKept: boolean;
  readonly seconds: number;
}

/** What a learner has learned of training and validation. */
export interface LearnedForecaster {
  readonly learner: Pick<Learner, 'name' | 'title'>;
  readonly forecaster: Forecaster;
}

/** A learner of the kept forecast, learned of training and validation. */
export interface KeptPart extends LearnedForecaster {
  readonly plan: FeaturePlan;
  readonly testFeatures: LearnedPart['features'];
}

/** A forecast that was learned, with what is needed to make it again. */
export interface FittedForecast {
  readonly task: ForecastTask;
  readonly protocol: Protocol;
  readonly kept: Pick<Learner, 'name' | 'title' | 'level'>;
  /** The mean of what these predict is the forecast; most often one alone. */
  readonly parts: readonly KeptPart[];
  /** What needs no learning, to compare with. */
  readonly constants: readonly LearnedForecaster[];
  /** What it was learned on. */
  readonly database: Database;
  /** The constants first. */
  readonly scores: readonly ScoredLearner[];
  /** How much the kept one is above the best constant on the validation rows, as a mean with its standard error, and whether that is beyond chance. */
  readonly gain?: {
    readonly mean: number;
    readonly error: number;
    readonly over: string;
    readonly isBeyondChance: boolean;
  };
  /** Predictions of the test rows: probabilities [rows, classes], or numbers [rows]. */
  readonly testValues: Float64Array;
  /** Columns that tell what comes after, and were no input. */
  readonly leaks: readonly Leak[];
  readonly remarks: readonly string[];
}

const optionsSchema = z.strictObject({
  ...option.runOptions,
  protocol: z.optional(z.enum(['rolling', 'frozen'])),
  learners: z.optional(z.array(z.enum(allLearners.map(({ name }) => name)))),
  features: z.optional(z.looseObject({})),
  keep: z.optional(z.array(z.string('the name of a column, as table.column'))),
  seed: z.optional(option.seed),
});

/**
 * Learns a forecast: features of what was known at each anchor, constants and learners fitted on the training rows and compared on the
 * validation rows, the kept one learned again of both and scored, beside all others, on the test rows, which decide nothing. Columns that tell what comes
 * after the rows that see them are left out, and named as `leaks`. Forecasters of networks hold memory outside of JavaScript: call `dispose` of those of `parts` and `constants` when they are done.
 *
 * @example
 * const { database } = await openDatabase('shop');
 * const task = await queryTask(database, 'PREDICT COUNT(orders) OVER 30 DAYS = 0 FOR customers');
 * const { scores, kept } = await fitForecast(database, task);
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; UNKNOWN_TYPE, UNKNOWN_COLUMN of `keep`; INVALID_QUERY where the query asks of rows by a column that was
 *   written after them and is not kept; and as `planFeatures` and `computeFeatures` do
 */
export async function fitForecast(
  database: Database,
  task: ForecastTask,
  options: FitForecastOptions = {},
): Promise<FittedForecast> {
  expectMembers(database, 'database', { tables: 'object' });
  expectMembers(task, 'task', { train: 'object', valid: 'object', test: 'object', table: 'text', kind: 'text' });
  checkOptions(optionsSchema, options);
  const { protocol = 'rolling', seed = 1, signal, onProgress } = options;
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const { learners, remarks } = comparedLearners(database, task, protocol, options.learners);
  const numClasses = numClassesOf(task);
  const { features, keep = [] } = options;
  const asked = { protocol, seed, features, run, keep, numClasses };
  for (const name of keep) checkColumn(database, name);
  const { train, valid } = seenUnder(task, protocol);
  const late = task.query === undefined ? [] : await lateLabels(database, task.query, [train, valid], { keep, ...run });
  const { sources, leaks } = await withoutLeaks(database, task, learners, asked);
  const known =
    protocol === 'rolling' && !task.isHorizonGuessed && late.length === 0 ? { known: knownLabels(task) } : {};
  const made = new Set<Forecaster>();
  const drop = (forecaster: Forecaster) => {
    made.delete(forecaster);
    forecaster.dispose();
  };
  try {
    const tried = [];
    for (const learner of learners) {
      onProgress?.({ stage: 'learn', done: tried.length, total: learners.length, unit: 'learners' });
      const started = performance.now();
      const [train, valid] = [await sources.train(learner), await sources.valid(learner)];
      const fitted = await learner.fit(
        { database, kind: task.kind, numClasses, train, valid, seed, reads: sources.reads },
        run,
      );
      made.add(fitted.forecaster);
      const values = await fitted.forecaster.predict({ database, ...valid, ...known }, run);
      tried.push({ learner, fitted, values, seconds: (performance.now() - started) / 1000 });
    }
    const learned = tried.filter(({ learner }) => learner.level === 'learned');
    const all: Tried[] = [...tried];
    if (learned.length > 1) all.push({ learner: meanLearner, values: meanOf(learned.map(({ values }) => values)) });
    const { kept, gain } = chooseLearner(all, task.kind, task.valid, numClasses);
    const scored = async (each: Tried, predicted: Float64Array, seconds: number): Promise<ScoredLearner> => ({
      ...{ name: each.learner.name, title: each.learner.title, isKept: each === kept, seconds },
      valid: await figuresOf(task.kind, each.values, task.valid.labels, numClasses, seed),
      test: await figuresOf(task.kind, predicted, task.test.labels, numClasses, seed),
    });
    const scores: ScoredLearner[] = [];
    const parts: KeptPart[] = [];
    const constants: LearnedForecaster[] = [];
    const predictions: Float64Array[] = [];
    let testValues: Float64Array | undefined;
    for (const each of tried) {
      const { learner, fitted, seconds } = each;
      const started = performance.now();
      const forecaster = await fitted.refit(await sources.trainAndValid(learner), run);
      made.add(forecaster);
      if (forecaster !== fitted.forecaster) drop(fitted.forecaster);
      const { features, anchors } = await sources.test(learner);
      const predicted = await forecaster.predict({ database, features, anchors, ...known }, run);
      if (learner.level === 'learned') predictions.push(predicted);
      if (each === kept) testValues = predicted;
      const isPart = each === kept || (kept.learner === meanLearner && learner.level === 'learned');
      if (learner.level === 'constant') constants.push({ learner, forecaster });
      if (isPart) parts.push({ learner, forecaster, plan: sources.planFor(learner), testFeatures: features });
      else if (learner.level !== 'constant') drop(forecaster);
      scores.push(await scored(each, predicted, seconds + (performance.now() - started) / 1000));
    }
    for (const each of all.slice(tried.length)) {
      const predicted = meanOf(predictions);
      if (each === kept) testValues = predicted;
      scores.push(await scored(each, predicted, 0));
    }
    return {
      ...{
        task,
        protocol,
        kept: kept.learner,
        parts,
        constants,
        database,
        scores,
        testValues: testValues!,
        leaks,
        remarks: [...leaks.map(leakRemark), ...late, ...remarks, ...task.remarks],
      },
      ...(gain ? { gain: { ...gain, over: gain.over.learner.name } } : {}),
    };
  } catch (error) {
    for (const forecaster of made) forecaster.dispose();
    throw error;
  }
}
