import type { OnProgress, RunOptions } from '../../core/index.js';
import { weightsOf } from '../core/class-weights.js';
import { quantileOf } from '../core/number-loss.js';
import { aims } from '../core/problem.js';
import type { LearnedClasses, LearnedNumbers, LearnedTask, NumberLoss, Problem } from '../core/types.js';
import { BoostedTrees } from '../gbdt/boosted-trees.js';
import type { TreeColumn } from '../gbdt/core/column.js';
import type { BoostedTreesSettings } from '../gbdt/core/settings.js';
import type { Inputs } from '../inputs/inputs.js';
import { columnOf } from '../inputs/node-inputs.js';
import { chooseColumns } from './choose-columns.js';
import type { NodeTreesSettings } from './settings.js';

const FEWEST_LEAF_ROWS = 20;

/** Rows to learn from and to stop by, each in the order of their ids, so that results do not depend on the order of nodes. */
export interface GrowRows {
  readonly train: Int32Array;
  readonly valid: Int32Array;
}

/** Some columns of some rows of the inputs, by their numbers. */
export function columnsOf(inputs: Inputs, rows: Int32Array, columns: Iterable<number>): TreeColumn[] {
  return Array.from(columns, (column) => ({
    name: String(column),
    kind: 'number',
    values: columnOf(inputs, rows, column),
  }));
}

/**
 * Of two classes or of numbers one model, of more classes one of softmax, and where a node may have several classes one a class. Counts (`poisson`) are
 * learned as shares of their mean.
 */
export async function grow(
  problem: Problem,
  task: LearnedTask,
  inputs: Inputs,
  { train, valid }: GrowRows,
  settings: NodeTreesSettings,
  run: RunOptions,
): Promise<BoostedTrees[]> {
  const leafRows = leafRowsOf(settings, train.length);
  const choice = {
    rows: train,
    aimsOf: (rows: Int32Array) => aims(problem, task, rows),
    most: settings.columns,
    leafRows,
  };
  const varying = await chooseColumns(inputs, choice, run);
  // Where nothing varies, the constant column, which no tree can split by.
  const chosen = varying.length > 0 ? varying : [inputs.width - 1];
  const columns = columnsOf(inputs, train, chosen);
  const validColumns = columnsOf(inputs, valid, chosen);
  const weights = weightsOfRows(problem, task, train);
  const validWeights = weightsOfRows(problem, task, valid);
  const goals = goalsOf(problem, task);
  const made: BoostedTrees[] = [];
  for (const { loss, targetsOf } of goals) {
    const stopping = valid.length > 0 ? { earlyStopping: settings.patience } : {};
    const whole = { ...treeSettings(settings, problem.seed, leafRows), ...loss, ...stopping };
    const stop = {
      columns: validColumns,
      targets: targetsOf(valid),
      ...(validWeights ? { weights: validWeights } : {}),
    };
    const options = {
      ...{ signal: run.signal, onProgress: progressOf(run, made.length, goals.length) },
      ...(valid.length > 0 ? { valid: stop } : {}),
      ...(weights ? { weights } : {}),
    };
    made.push(await BoostedTrees.fit(columns, targetsOf(train), whole, options));
  }
  return made;
}

/** Of several models one after another. */
function progressOf({ onProgress }: RunOptions, model: number, numModels: number): OnProgress | undefined {
  if (!onProgress || numModels === 1) return onProgress;
  return (progress) => {
    const { done, total = 0 } = progress;
    onProgress({ ...progress, done: model * total + done, total: numModels * total });
  };
}

function leafRowsOf({ leafRows }: NodeTreesSettings, numRows: number): number {
  return leafRows ?? Math.max(1, Math.min(FEWEST_LEAF_ROWS, Math.floor(numRows / FEWEST_LEAF_ROWS)));
}

function treeSettings(settings: NodeTreesSettings, seed: number, leafRows: number): Partial<BoostedTreesSettings> {
  const { rounds, learningRate, leaves, bins, penalty } = settings;
  return {
    ...{ numTrees: rounds, learningRate, numLeaves: leaves, lambdaL2: penalty, seed },
    ...{ minChildSamples: leafRows, maxBins: bins },
  };
}

interface Goal {
  readonly loss: Partial<BoostedTreesSettings>;
  /** What rows have, [rows]. */
  readonly targetsOf: (rows: Int32Array) => Float64Array;
}

function goalsOf(problem: Problem, task: LearnedTask): Goal[] {
  const goal = (loss: Partial<BoostedTreesSettings>, of: (row: number) => number): Goal => ({
    loss,
    targetsOf: (rows) => Float64Array.from(rows, of),
  });
  if (problem.kind === 'regression') {
    const { values } = problem.targets;
    const unit = unitOf(problem, task);
    return [goal(numberLoss(problem.loss, task as LearnedNumbers), (row) => values[row]! / unit)];
  }
  const { kind, labels, numClasses } = problem.targets;
  if (kind === 'multi') {
    return Array.from({ length: numClasses }, (_, c) =>
      goal({ loss: 'logistic' }, (row) => labels[row * numClasses + c]!),
    );
  }
  if (numClasses === 1) return [];
  return [goal(numClasses === 2 ? { loss: 'logistic' } : { loss: 'softmax', numClasses }, (row) => labels[row]!)];
}

/** What numbers are divided by before they are learned: counts by their mean, so that penalties mean the same in every unit. */
export function unitOf(problem: Problem, task: LearnedTask): number {
  const isCount = problem.kind === 'regression' && problem.loss === 'poisson';
  return isCount ? (task as LearnedNumbers).mean || 1 : 1;
}

/** Huber's loss is linear beyond one standard deviation, as in every model. */
function numberLoss(loss: NumberLoss | undefined, { deviation }: LearnedNumbers): Partial<BoostedTreesSettings> {
  const share = quantileOf(loss);
  if (share !== undefined) return { loss: 'quantile', alpha: share };
  if (loss === 'huber') return { loss: 'huber', alpha: deviation || 1 };
  return { loss: loss === 'absolute' ? 'l1' : loss === 'poisson' ? 'poisson' : 'l2' };
}

/** How much rows count by their class; undefined where all count the same. */
function weightsOfRows(problem: Problem, task: LearnedTask, rows: Int32Array): Float64Array | undefined {
  if (problem.kind === 'regression') return undefined;
  const weights = weightsOf(problem, (task as LearnedClasses).classes);
  if (!weights) return undefined;
  return Float64Array.from(rows, (row) => weights[problem.targets.labels[row]!]!);
}
