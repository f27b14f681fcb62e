import type { LearnedTask } from '../core/types.js';

/** Chances are kept this far from 0 and 1, so that their scores are finite. */
const EDGE = 1e-30;

/**
 * The mean of what several models predict, as scores like theirs: of classes the mean of their chances, as logarithms where a node has one class
 * and as log odds where it may have several; of numbers the mean.
 *
 * @param predictions of the same rows, [B, C] each, row-major
 */
export function combined(task: LearnedTask, predictions: readonly Float32Array[]): Float32Array {
  if (task.kind === 'regression')
    return meanOf(
      predictions,
      (values) => Float64Array.from(values),
      (value) => value,
    );
  if (task.multiLabel) {
    const logOdds = (chance: number) => Math.log(bounded(chance) / bounded(1 - chance));
    return meanOf(predictions, (scores) => Float64Array.from(scores, (score) => 1 / (1 + Math.exp(-score))), logOdds);
  }
  const { length } = task.classes;
  return meanOf(
    predictions,
    (scores) => softmaxOfRows(scores, length),
    (chance) => Math.log(bounded(chance)),
  );
}

function meanOf(
  predictions: readonly Float32Array[],
  chancesOf: (scores: Float32Array) => Float64Array,
  scoreOf: (mean: number) => number,
): Float32Array {
  const sum = new Float64Array(predictions[0]!.length);
  for (const scores of predictions) {
    const chances = chancesOf(scores);
    for (let i = 0; i < sum.length; i++) sum[i]! += chances[i]!;
  }
  return Float32Array.from(sum, (value) => scoreOf(value / predictions.length));
}

function softmaxOfRows(scores: Float32Array, width: number): Float64Array {
  const chances = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += width) {
    let top = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < width; c++) top = Math.max(top, scores[start + c]!);
    let total = 0;
    for (let c = 0; c < width; c++) total += chances[start + c] = Math.exp(scores[start + c]! - top);
    for (let c = 0; c < width; c++) chances[start + c]! /= total;
  }
  return chances;
}

function bounded(chance: number): number {
  return Math.max(chance, EDGE);
}
