import { HeteroGraphError } from '../../core/index.js';
import type { RegressionTargets } from '../../training/index.js';
import type { LearnedNumbers, LearnedTask } from './types.js';

/** Mean and deviation of the numbers that a model learns from: it learns (value - mean) / deviation. */
export type NumberScale = Pick<LearnedNumbers, 'mean' | 'deviation' | 'link'>;

/** The largest number of float32, as which predictions are given. */
const LARGEST = 3.4028234663852886e38;

/**
 * The scale of the training rows alone. Where all of their numbers are equal, the deviation is 0, so that this number is predicted always.
 *
 * @throws {HeteroGraphError} UNLABELLED_ROW where a number is NaN; NON_FINITE where one is infinite or beyond float32
 */
export function scaleOf({ values }: RegressionTargets, rows: Int32Array): NumberScale {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) {
      throw new HeteroGraphError('UNLABELLED_ROW', 'The number of the row is not known.', {
        row,
        hint: 'Split only rows with a number.',
      });
    }
    checkSize(value, row);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low >= high) return { mean: low, deviation: 0 };
  // Numbers of size 1, so that no square overflows.
  const size = Math.max(Math.abs(low), Math.abs(high));
  let mean = 0;
  for (const row of rows) mean += values[row]! / size / rows.length;
  let variance = 0;
  for (const row of rows) variance += (values[row]! / size - mean) ** 2 / rows.length;
  return { mean: mean * size, deviation: Math.sqrt(variance) * size };
}

/** @throws {HeteroGraphError} NON_FINITE where a number is infinite or beyond float32 */
export function checkSize(value: number, row: number): void {
  if (!(Math.abs(value) > LARGEST)) return;
  throw new HeteroGraphError('NON_FINITE', `The number to learn is ${value}.`, {
    row,
    hint: 'Leave it empty where it is not known, or give numbers below 3.4e38 in size, such as logarithms.',
  });
}

/** Numbers of nodes as a model learns them, [N]; NaN stays. */
export function scaled({ values }: RegressionTargets, { mean, deviation, link }: NumberScale): Float32Array {
  // Counts as shares of their mean.
  if (link === 'log') return Float32Array.from(values, (value) => value / (mean || 1));
  return Float32Array.from(values, (value) => (value - mean) / (deviation || 1));
}

/** What a model gives, in the units of the targets. */
export function unscaled(values: Float32Array, { mean, deviation, link }: NumberScale): Float32Array {
  if (link === 'log') return Float32Array.from(values, (value) => mean * (deviation === 0 ? 1 : Math.exp(value)));
  return Float32Array.from(values, (value) => mean + deviation * value);
}

/** The scale of what was learned; undefined of classes. */
export function scaleOfTask(task: LearnedTask): NumberScale | undefined {
  return task.kind === 'regression' ? { mean: task.mean, deviation: task.deviation } : undefined;
}
