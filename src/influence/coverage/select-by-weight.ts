import { LazyQueue } from './lazy-queue.js';
import { Allowance, type Limits } from './limits.js';
import { maxGain } from './max-gain.js';

/** Nodes chosen for what they count themselves. */
export interface WeightSelection {
  readonly seeds: Int32Array;
  readonly gains: Float64Array;
  readonly sum: number;
  /** No allowed set counts more. */
  readonly upper: number;
  readonly cost: number;
}

/**
 * Seeds within limits where every node reaches itself alone: the heaviest first, which is best for k and quotas; with a budget the better
 * of that and the heaviest by cost. Ties go to the lower number. O(N log N).
 *
 * @param weights what nodes count, [numNodes]; 0 for those that may not be chosen
 */
export function selectByWeight(weights: Float64Array, limits: Limits): WeightSelection {
  const byWeight = take(weights, limits, (v) => weights[v]!);
  const { costs } = limits;
  if (!costs) return { ...byWeight, upper: byWeight.sum };
  const byRatio = take(weights, limits, (v) => weights[v]! / costs[v]!);
  const better = byRatio.sum > byWeight.sum ? byRatio : byWeight;
  return { ...better, upper: Math.max(better.sum, maxGain(weights, limits)) };
}

function take(weights: Float64Array, limits: Limits, keyOf: (node: number) => number): Omit<WeightSelection, 'upper'> {
  const left = new Allowance(limits);
  // Of 0 by 0 no number comes: what counts nothing is not chosen.
  const queue = new LazyQueue(weights.length, (v) => (weights[v]! > 0 ? keyOf(v) : 0));
  const [seeds, gains]: [number[], number[]] = [[], []];
  let sum = 0;
  for (const v of queue) {
    if (!left.fits(v)) continue;
    left.take(v);
    seeds.push(v);
    gains.push(weights[v]!);
    sum += weights[v]!;
  }
  return { seeds: Int32Array.from(seeds), gains: Float64Array.from(gains), sum, cost: left.spent };
}
