import { quantile } from '../../core/index.js';
import type { Feature } from '../features/types.js';
import type { ForecastKind } from '../tasks/types.js';
import { areaOfRanks, ranksOf } from './ranks.js';

/** Numbers are looked at in so many groups of as many rows. */
const NUM_GROUPS = 64;

/**
 * How much of labels a feature alone tells, from 0 to 1: of two classes twice the area under the ROC curve beyond one half, of several the share of wrong
 * answers that it avoids, of numbers the explained variance. What each value stands for is learned of some rows and scored on others.
 *
 * @param numClasses 1 of numbers
 */
export function toldShare(
  kind: ForecastKind,
  numClasses: number,
  { feature, labels }: { readonly feature: Feature; readonly labels: Float64Array },
  scored: { readonly values: Float64Array; readonly labels: Float64Array },
): number {
  const groupOf = grouping(feature);
  const groups = Int32Array.from(feature.values, groupOf);
  const others = Int32Array.from(scored.values, groupOf);
  const width = kind === 'classes' ? numClasses : 1;
  const sums = new Map<number, { readonly sums: Float64Array; count: number }>();
  const total = new Float64Array(width);
  for (const [i, group] of groups.entries()) {
    const known = sums.get(group) ?? { sums: new Float64Array(width), count: 0 };
    const [place, amount] = kind === 'classes' ? [labels[i]!, 1] : [0, labels[i]!];
    known.sums[place]! += amount;
    known.count++;
    total[place]! += amount;
    sums.set(group, known);
  }
  const meanOf = (group: number) => {
    const known = sums.get(group);
    return known ? known.sums[0]! / known.count : total[0]! / labels.length;
  };
  if (kind === 'binary') {
    const area = areaOfRanks(ranksOf(Float64Array.from(others, meanOf)), Uint8Array.from(scored.labels));
    return 2 * area - 1;
  }
  if (kind === 'numbers') {
    const explained = explainedShare(Float64Array.from(others, meanOf), scored.labels);
    return Math.max(explained, correlation(scored.values, scored.labels) ** 2);
  }
  const answerOf = (group: number) => largest(sums.get(group)?.sums ?? total);
  const wrong = (answer: (i: number) => number) =>
    scored.labels.reduce((sum, label, i) => sum + Number(answer(i) !== label), 0);
  const plain = largest(total);
  return 1 - wrong((i) => answerOf(others[i]!)) / wrong(() => plain);
}

/** Categories as they are; numbers by quantiles; missing ones by themselves. */
function grouping({ kind, values }: Feature): (value: number) => number {
  if (kind === 'category') return (value) => (Number.isNaN(value) ? -1 : value);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return (value) => (Number.isNaN(value) ? -1 : 0);
  const bounds = [...new Set(Array.from({ length: NUM_GROUPS }, (_, i) => quantile(sorted, i / NUM_GROUPS)))];
  return (value) => {
    if (Number.isNaN(value)) return -1;
    let [low, high] = [0, bounds.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (bounds[middle]! <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function explainedShare(predicted: Float64Array, actual: Float64Array): number {
  const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length;
  let [left, all] = [0, 0];
  for (const [i, value] of actual.entries()) {
    left += (value - predicted[i]!) ** 2;
    all += (value - mean) ** 2;
  }
  return all === 0 ? 0 : 1 - left / all;
}

/** Of those that are there, where these are nearly all; else 0. */
function correlation(x: Float64Array, y: Float64Array): number {
  const rows = [...x.keys()].filter((i) => !Number.isNaN(x[i]!));
  if (rows.length < 0.9 * x.length) return 0;
  const mean = (values: Float64Array) => rows.reduce((sum, i) => sum + values[i]!, 0) / rows.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const i of rows) {
    xy += (x[i]! - mx) * (y[i]! - my);
    xx += (x[i]! - mx) ** 2;
    yy += (y[i]! - my) ** 2;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

function largest(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > values[best]! ? i : best), 0);
}
