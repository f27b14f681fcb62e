import type { RunOptions } from '../../core/index.js';
import { weightsOf } from '../core/class-weights.js';
import { quantileOf } from '../core/number-loss.js';
import type { LearnedClasses, LearnedNumbers, LearnedTask, Problem } from '../core/types.js';
import { BoostedTrees } from '../gbdt/boosted-trees.js';
import type { TreeColumn } from '../gbdt/core/column.js';
import type { BoostedTreesSettings } from '../gbdt/core/settings.js';
import type { Inputs } from '../inputs/inputs.js';
import { columnShareOf, type NodeTreesSettings } from './settings.js';

const FEWEST_LEAF_ROWS = 20;

/** Rows to learn from and to stop by, each in the order of their ids, so that results do not depend on the order of nodes. */
export interface GrowRows {
  readonly train: Int32Array;
  readonly valid: Int32Array;
}

/** Columns of some rows of the inputs; the last, constant one is left out. */
export function columnsOf({ x, width }: Inputs, rows: Int32Array): TreeColumn[] {
  return Array.from({ length: width - 1 }, (_, c) => ({
    name: String(c),
    kind: 'number',
    values: Float32Array.from(rows, (row) => x[row * width + c]!),
  }));
}

/** Of two classes or of numbers one model, of more classes one of softmax, and where a node may have several classes one a class. */
export async function grow(
  problem: Problem,
  task: LearnedTask,
  inputs: Inputs,
  { train, valid }: GrowRows,
  settings: NodeTreesSettings,
  run: RunOptions,
): Promise<BoostedTrees[]> {
  const rows = Int32Array.from([...train, ...valid]);
  const columns = columnsOf(inputs, rows);
  const weights = rowWeights(problem, task, rows);
  const options = {
    ...{ signal: run.signal, onProgress: run.onProgress },
    rows: ascending(0, train.length),
    ...(valid.length > 0 ? { valid: { rows: ascending(train.length, rows.length) } } : {}),
    ...(weights ? { weights } : {}),
  };
  const made: BoostedTrees[] = [];
  for (const { loss, targets } of lossesOf(problem, task, rows)) {
    const chosen = { ...treeSettings(settings, problem.seed, train.length, columns.length), ...loss };
    const stopping = valid.length > 0 ? { earlyStopping: settings.patience } : {};
    made.push(await BoostedTrees.fit(columns, targets, { ...chosen, ...stopping }, options));
  }
  return made;
}

function treeSettings(
  settings: NodeTreesSettings,
  seed: number,
  numRows: number,
  numColumns: number,
): Partial<BoostedTreesSettings> {
  const { rounds, learningRate, leaves, bins, penalty } = settings;
  const leafRows = settings.leafRows ?? Math.max(1, Math.min(FEWEST_LEAF_ROWS, Math.floor(numRows / FEWEST_LEAF_ROWS)));
  return {
    ...{ numTrees: rounds, learningRate, numLeaves: leaves, lambdaL2: penalty, seed },
    ...{ minChildSamples: leafRows, maxBins: bins },
    featureFraction: columnShareOf(settings, numColumns),
  };
}

interface Goal {
  readonly loss: Partial<BoostedTreesSettings>;
  /** [rows] */
  readonly targets: Float64Array;
}

function lossesOf(problem: Problem, task: LearnedTask, rows: Int32Array): Goal[] {
  if (problem.kind === 'regression') {
    const { values } = problem.targets;
    const targets = Float64Array.from(rows, (row) => values[row]!);
    return [{ loss: numberLoss(problem.loss, task as LearnedNumbers), targets }];
  }
  const { targets } = problem;
  const { numClasses } = targets;
  if (targets.kind === 'multi') {
    return Array.from({ length: numClasses }, (_, c) => ({
      loss: { loss: 'logistic' },
      targets: Float64Array.from(rows, (row) => targets.labels[row * numClasses + c]!),
    }));
  }
  const classes = Float64Array.from(rows, (row) => targets.labels[row]!);
  if (numClasses === 1) return [];
  return [{ loss: numClasses === 2 ? { loss: 'logistic' } : { loss: 'softmax', numClasses }, targets: classes }];
}

/** Huber's loss is linear beyond one standard deviation, as in every model. */
function numberLoss(
  loss: (Problem & { kind: 'regression' })['loss'],
  { deviation }: LearnedNumbers,
): Partial<BoostedTreesSettings> {
  const share = quantileOf(loss);
  if (share !== undefined) return { loss: 'quantile', alpha: share };
  if (loss === 'huber') return { loss: 'huber', alpha: deviation || 1 };
  return { loss: loss === 'absolute' ? 'l1' : loss === 'poisson' ? 'poisson' : 'l2' };
}

/** How much rows count by their class; undefined where all count the same. */
function rowWeights(problem: Problem, task: LearnedTask, rows: Int32Array): Float64Array | undefined {
  if (problem.kind === 'regression') return undefined;
  const weights = weightsOf(problem, (task as LearnedClasses).classes);
  if (!weights) return undefined;
  return Float64Array.from(rows, (row) => weights[problem.targets.labels[row]!]!);
}

function ascending(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}
