import type { ClassificationProblem, RegressionProblem } from '../core/types.js';

/**
 * What models are compared by, the higher the better: micro-F1; the mean of micro- and macro-F1; of two classes the area under the ROC
 * curve; of numbers the explained share of the variance.
 */
export type Criterion = 'micro-f1' | 'f1' | 'roc-auc' | 'r2';

/** What is compared with predictions: of a problem its kind and targets. */
type Learned = LearnedClasses | Pick<RegressionProblem, 'kind' | 'targets'>;
type LearnedClasses = Pick<ClassificationProblem, 'kind' | 'targets'>;

/** Rows of a fold with what a model, fitted without them, predicts of them, row-major. */
export interface FoldPrediction {
  readonly rows: Int32Array;
  readonly values: Float32Array;
}

/**
 * The contribution of every row of the folds to the criterion: their mean is the score, and their spread gives its standard error. Where the
 * criterion is no mean over rows, they are its linear approximation (delta method; of ROC-AUC the placements of DeLong et al., 1988).
 */
export function rowScores(criterion: Criterion, problem: Learned, folds: readonly FoldPrediction[]): Float64Array {
  if (problem.kind === 'regression') return explained(problem.targets.values, folds);
  // Scores of models fitted on different rows are not on one scale: pairs are compared within a fold.
  if (criterion === 'roc-auc') return joined(folds.map((fold) => placements(problem, fold)));
  const { targets } = problem;
  const decisions = joined(folds.map((fold) => decide(problem, fold)));
  const actual = joined(folds.map(({ rows }) => actualFlags(problem, rows)));
  const classes = Array.from({ length: targets.numClasses }, (_, c) => [c]);
  const micro = f1Parts(decisions, actual, targets.numClasses, [classes.flat()]);
  if (criterion === 'micro-f1') return micro;
  const macro = f1Parts(decisions, actual, targets.numClasses, classes);
  return micro.map((value, i) => (value + macro[i]!) / 2);
}

/** Mean over groups of classes of the F1 of the decisions on their classes together, row by row. */
function f1Parts(
  decisions: Float64Array,
  actual: Float64Array,
  width: number,
  groups: readonly (readonly number[])[],
): Float64Array {
  const count = decisions.length / width;
  const parts = new Float64Array(count);
  const right = new Float64Array(count);
  const all = new Float64Array(count);
  for (const group of groups) {
    for (let i = 0; i < count; i++) {
      right[i] = 0;
      all[i] = 0;
      for (const c of group) {
        const at = i * width + c;
        right[i]! += 2 * decisions[at]! * actual[at]!;
        all[i]! += decisions[at]! + actual[at]!;
      }
    }
    const mean = total(all) / count;
    if (mean === 0) continue;
    const f1 = total(right) / total(all);
    for (let i = 0; i < count; i++) parts[i]! += (f1 + (right[i]! - f1 * all[i]!) / mean) / groups.length;
  }
  return parts;
}

/** 1 for every class that is predicted of a row, [rows, C]. */
function decide({ targets }: LearnedClasses, { rows, values }: FoldPrediction): Float64Array {
  const { kind, numClasses } = targets;
  const flags = new Float64Array(values.length);
  for (let i = 0; i < rows.length; i++) {
    let best = 0;
    for (let c = 0; c < numClasses; c++) {
      if (kind === 'multi') flags[i * numClasses + c] = Number(values[i * numClasses + c]! > 0);
      else if (values[i * numClasses + c]! > values[i * numClasses + best]!) best = c;
    }
    if (kind === 'single') flags[i * numClasses + best] = 1;
  }
  return flags;
}

function actualFlags({ targets }: LearnedClasses, rows: Int32Array): Float64Array {
  const { numClasses } = targets;
  const flags = new Float64Array(rows.length * numClasses);
  for (const [i, row] of rows.entries()) {
    if (targets.kind === 'single') flags[i * numClasses + targets.labels[row]!] = 1;
    else for (let c = 0; c < numClasses; c++) flags[i * numClasses + c] = targets.labels[row * numClasses + c]!;
  }
  return flags;
}

/** Of two classes: of every row the share of the rows of the other class that it is on the right side of, as shares of the whole. */
function placements({ targets }: LearnedClasses, { rows, values }: FoldPrediction): Float64Array {
  const count = rows.length;
  const score = Float64Array.from(rows, (_, i) => values[2 * i + 1]! - values[2 * i]!);
  const isPositive = Array.from(rows, (row) => targets.labels[row] === 1);
  const positives = isPositive.filter(Boolean).length;
  const negatives = count - positives;
  const parts = new Float64Array(count).fill(0.5);
  if (positives === 0 || negatives === 0) return parts;
  const order = Array.from(rows, (_, i) => i).sort((a, b) => score[a]! - score[b]!);
  let below: readonly [number, number] = [0, 0];
  for (let start = 0; start < count; ) {
    let end = start;
    while (end < count && score[order[end]!] === score[order[start]!]) end++;
    const tied = order.slice(start, end);
    const tiedPositives = tied.filter((i) => isPositive[i]).length;
    const ties = [tied.length - tiedPositives, tiedPositives] as const;
    for (const i of tied) {
      parts[i] = isPositive[i]
        ? (below[0] + ties[0] / 2) / negatives
        : (positives - below[1] - ties[1] + ties[1] / 2) / positives;
    }
    below = [below[0] + ties[0], below[1] + ties[1]];
    start = end;
  }
  let auc = 0;
  for (let i = 0; i < count; i++) if (isPositive[i]) auc += parts[i]! / positives;
  return parts.map((part, i) => auc + ((part - auc) * count) / (isPositive[i] ? positives : negatives));
}

/** 1 - squared error / variance, row by row. */
function explained(targets: ArrayLike<number>, folds: readonly FoldPrediction[]): Float64Array {
  const actual = joined(folds.map(({ rows }) => Float64Array.from(rows, (row) => targets[row]!)));
  const predicted = joined(folds.map(({ values }) => Float64Array.from(values)));
  const mean = total(actual) / actual.length;
  const variance = total(actual.map((value) => (value - mean) ** 2)) / actual.length;
  return actual.map((value, i) => (variance === 0 ? 0 : 1 - (value - predicted[i]!) ** 2 / variance));
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** Mean of numbers and its standard error. */
export interface MeanAndError {
  readonly mean: number;
  readonly error: number;
}

export function meanAndError(values: Float64Array): MeanAndError {
  const { length } = values;
  const mean = total(values) / length;
  const squares = total(values.map((value) => (value - mean) ** 2));
  return { mean, error: Math.sqrt(squares / Math.max(1, length - 1) / length) };
}

/** The mean difference of two models on the same rows, with the standard error of the differences. */
export function pairedDifference(first: Float64Array, second: Float64Array): MeanAndError {
  return meanAndError(first.map((value, i) => value - second[i]!));
}
