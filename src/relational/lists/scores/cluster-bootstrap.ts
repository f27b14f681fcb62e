import { percentiles, RandomStream } from '../../../core/index.js';
import type { Figure } from '../../forecast/score.js';

const RESAMPLES = 1000;

/**
 * Means of values with percentile bootstrap intervals of 95 % over groups, which are redrawn whole: what belongs together is there or not together. All
 * figures on the same draws. Groups are drawn in the order of their first values.
 *
 * @param figures of each figure its values, [values] each
 * @param groups [values]
 */
export function clusterBootstrap(figures: readonly Float64Array[], groups: Int32Array, seed: number): Figure[] {
  const places = new Map<number, number>();
  const own = groups.map((group) => {
    const place = places.get(group) ?? places.size;
    places.set(group, place);
    return place;
  });
  const numGroups = places.size;
  const counts = new Int32Array(numGroups);
  for (const place of own) counts[place]!++;
  const sums = figures.map((values) => {
    const sum = new Float64Array(numGroups);
    for (const [i, value] of values.entries()) sum[own[i]!]! += value;
    return sum;
  });
  const means = figures.map(() => new Float64Array(RESAMPLES));
  const drawn = new Int32Array(numGroups);
  for (let r = 0; r < RESAMPLES && numGroups > 0; r++) {
    const random = new RandomStream(seed, 'lists', 'bootstrap', r);
    let count = 0;
    for (let i = 0; i < numGroups; i++) {
      drawn[i] = random.nextInt(numGroups);
      count += counts[drawn[i]!]!;
    }
    for (const [f, sum] of sums.entries()) {
      let total = 0;
      for (const place of drawn) total += sum[place]!;
      means[f]![r] = total / count;
    }
  }
  return figures.map((values, f) => {
    const value = values.reduce((sum, each) => sum + each, 0) / values.length;
    if (numGroups === 0) return { value, low: Number.NaN, high: Number.NaN };
    const { low, high } = percentiles(means[f]!, 0.95);
    return { value, low, high };
  });
}
