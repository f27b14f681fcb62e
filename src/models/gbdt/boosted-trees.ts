import { getPool } from '../../compute/index.js';
import { expectArgument, expectMembers, HeteroGraphError, throwIfAborted, withPauses } from '../../core/index.js';
import { boostRounds } from './boost/rounds.js';
import { checkColumns } from './core/check-columns.js';
import type { TreeColumn } from './core/column.js';
import { type Objective, objectiveOf, transformScores } from './core/objective.js';
import { type BoostedTreesSettings, settingsWith } from './core/settings.js';
import { columnsNamed, type FitTreesOptions, fitRows } from './fit-options.js';
import { checkRelevances, checkTargets, lossFor } from './losses/choose.js';
import { contributionsOf } from './predict/contributions.js';
import { scoresOf } from './predict/scores.js';
import { featureInfo } from './text/feature-info.js';
import { readText } from './text/read.js';
import { type TextModel, writeText } from './text/write.js';

export interface PredictTreesOptions {
  /** Scores in place of probabilities or rates. Default false. */
  readonly raw?: boolean;
}

/**
 * Gradient boosted trees on columns of numbers and categories (Friedman 2001; LightGBM, Ke et al. 2017), with missing values. The same bits
 * for any number of threads.
 *
 * @example
 * const columns = [{ name: 'age', kind: 'number', values: Float64Array.of(20, 30, 40, NaN) }] as const;
 * const targets = Float64Array.of(0, 0, 1, 1);
 * const trees = await BoostedTrees.fit(columns, targets, { loss: 'logistic', minChildSamples: 1 });
 * trees.predict(columns); // [rows], the probability of class 1
 */
export class BoostedTrees {
  /** Names of the columns, in the order of contributions. */
  readonly featureNames: readonly string[];
  /** Numbers a prediction has: 1, or one a class. */
  readonly numOutputs: number;
  /** What was learned, by LightGBM's name: `regression`, `binary sigmoid:1`, `multiclass num_class:3`. */
  readonly objective: string;
  /** Whether trees are averaged, as a random forest's are, in place of added up. */
  readonly isAverage: boolean;
  /** Rounds of the model; each has a tree an output. */
  readonly numRounds: number;
  /** Figure of the validation rows after each round that was made; empty for a model that was not fitted here. */
  readonly figures: readonly number[];
  readonly #model: TextModel;
  readonly #objective: Objective;

  private constructor(model: TextModel, figures: readonly number[] = []) {
    expectMembers(model, 'model', { featureNames: 'list', trees: 'list', objective: 'text' });
    const objective = objectiveOf(model.objective || 'none');
    if (!objective) {
      throw new HeteroGraphError(
        'UNSUPPORTED_BY_MODEL',
        `The objective "${model.objective.slice(0, 60)}" is not known.`,
        {
          hint: 'Objectives of LightGBM can be read; save the model with one of them.',
        },
      );
    }
    this.#model = model;
    this.#objective = objective;
    this.featureNames = model.featureNames;
    this.objective = model.objective;
    this.isAverage = model.isAverage;
    this.numOutputs = model.outputs;
    this.numRounds = model.trees.length / model.outputs;
    this.figures = figures;
  }

  /**
   * Learns targets from columns. Targets of `logistic` are 0 and 1, of `softmax` the numbers of classes, of `lambdarank` (with `groups`) relevances: whole
   * numbers from 0 to 30. Scores of `lambdarank` put the rows of a list in order; rows of equal scores are in the order of rows.
   *
   * @param targets [rows]
   * @param settings default: squared loss, 100 trees of 31 leaves, rate 0.1
   * @throws {HeteroGraphError} INVALID_OPTION, WRONG_DTYPE, SHAPE_MISMATCH, NON_FINITE, LABEL_OUT_OF_RANGE, VALUE_OUT_OF_RANGE,
   *   DUPLICATE_NAME, UNKNOWN_COLUMN, NO_ROWS, ABORTED
   */
  static async fit(
    columns: readonly TreeColumn[],
    targets: Float64Array,
    settings: Partial<BoostedTreesSettings> = {},
    options: FitTreesOptions = {},
  ): Promise<BoostedTrees> {
    expectArgument(settings, 'object', 'settings');
    expectArgument(options, 'object', 'options');
    const whole = settingsWith(settings);
    const rows = fitRows(columns, targets, options);
    const names = columns.map(({ name }) => name);
    for (const name of Object.keys(whole.monotone)) checkMonotone(name, columns);
    const loss = lossFor(whole, rows.targets, rows.groups);
    if (rows.valid && whole.loss === 'lambdarank') checkRelevances(rows.valid.targets);
    if (rows.valid && whole.loss === 'softmax') checkTargets(rows.valid.targets, loss.numOutputs);
    const { signal, onProgress, pool = getPool() } = options;
    throwIfAborted(signal);
    const made = await withPauses(boostRounds({ ...rows, loss, settings: whole, pool, onProgress }), signal);
    const model = {
      featureNames: names,
      featureInfos: made.bins.map(featureInfo),
      objective: loss.objective,
      numClass: loss.numOutputs,
      outputs: loss.numOutputs,
      isAverage: false,
      trees: made.trees,
    };
    return new BoostedTrees(model, made.figures);
  }

  /**
   * A model from the text that {@link toText} or LightGBM's `Booster.save_model` gave. The text may come from anybody.
   *
   * @throws {HeteroGraphError} CORRUPT_FILE, UNSUPPORTED_FORMAT_VERSION, UNSUPPORTED_BY_MODEL
   */
  static fromText(text: string): BoostedTrees {
    expectArgument(text, 'text', 'text');
    return new BoostedTrees(readText(text));
  }

  /** The model in LightGBM's text format, which LightGBM reads too. */
  toText(): string {
    return writeText(this.#model);
  }

  /**
   * Predictions [rows, outputs]: numbers, rates or probabilities.
   *
   * @param columns those of the training, found by name; others are left aside
   * @throws {HeteroGraphError} UNKNOWN_COLUMN, WRONG_DTYPE, SHAPE_MISMATCH
   */
  predict(columns: readonly TreeColumn[], { raw = false }: PredictTreesOptions = {}): Float64Array {
    const numRows = checkColumns(columns);
    const { trees, outputs, isAverage } = this.#model;
    const scores = scoresOf(trees, columnsNamed(this.featureNames, columns), numRows, outputs);
    if (isAverage) divide(scores, this.numRounds);
    return raw ? scores : transformScores(scores, outputs, this.#objective);
  }

  /**
   * What each column adds to the scores [rows, outputs, columns + 1], by TreeSHAP (Lundberg et al. 2018); the last number of an output is
   * the mean score, and all together are the score.
   *
   * @throws {HeteroGraphError} UNKNOWN_COLUMN, WRONG_DTYPE, SHAPE_MISMATCH, UNSUPPORTED_BY_MODEL, TOO_LARGE
   */
  contributions(columns: readonly TreeColumn[]): Float64Array {
    const numRows = checkColumns(columns);
    const { trees, outputs, isAverage } = this.#model;
    const parts = contributionsOf(trees, columnsNamed(this.featureNames, columns), numRows, outputs);
    if (isAverage) divide(parts, this.numRounds);
    return parts;
  }

  /** The sum of gains of the splits of each column, or the number of them, [columns]. */
  importance(of: 'gain' | 'splits' = 'gain'): Float64Array {
    const out = new Float64Array(this.featureNames.length);
    for (const { splitFeature, splitGain } of this.#model.trees) {
      for (const [i, feature] of splitFeature.entries()) out[feature]! += of === 'gain' ? splitGain[i]! : 1;
    }
    return out;
  }
}

function divide(values: Float64Array, by: number): void {
  for (let i = 0; i < values.length; i++) values[i]! /= by;
}

function checkMonotone(name: string, columns: readonly TreeColumn[]): void {
  const column = columns.find((each) => each.name === name);
  if (column?.kind === 'number') return;
  if (!column) {
    throw new HeteroGraphError('UNKNOWN_COLUMN', 'monotone names a column that does not exist.', {
      column: name,
      hint: 'Name one of the columns.',
    });
  }
  throw new HeteroGraphError('INVALID_OPTION', `monotone.${name} is given for a column of categories.`, {
    column: `monotone.${name}`,
    hint: 'Only columns of numbers have a direction.',
  });
}
