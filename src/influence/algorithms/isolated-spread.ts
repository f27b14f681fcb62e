import type { SpreadGoalAnswer } from '../proof/spread-goal.js';
import type { IsolatedWeights } from './isolated-answer.js';

/**
 * Few or cheap seeds for a required spread where no node influences another one: the heaviest by cost first, which are the fewest where all cost
 * the same; `minCost` is that of the fractional cover. Undefined where all together count less. O(N log N).
 */
export function isolatedSpread(
  { given, weights }: IsolatedWeights,
  spread: number,
  costs: ArrayLike<number> | undefined,
  delta: number,
): SpreadGoalAnswer | undefined {
  const costOf = (v: number) => costs?.[v] ?? 1;
  // By products: what costs nothing would have no order by gain per cost.
  const order = Uint32Array.from(weights.keys()).filter((v) => weights[v]! > 0);
  order.sort((a, b) => costOf(a) * weights[b]! - costOf(b) * weights[a]! || a - b);
  let [sum, cost, minCost, count] = [given, 0, 0, 0];
  for (; sum < spread && count < order.length; count++) {
    const v = order[count]!;
    minCost = cost + costOf(v) * Math.min(1, (spread - sum) / weights[v]!);
    cost += costOf(v);
    sum += weights[v]!;
  }
  if (sum < spread) return undefined;
  if (!costs) minCost = cost;
  const seeds = Int32Array.from(order.subarray(0, count));
  const ratio = cost > 0 ? Math.min(1, minCost / cost) : 1;
  return {
    seeds,
    gains: Float64Array.from(seeds, (v) => weights[v]!),
    spread: sum,
    cost,
    certificate: { sigmaLow: sum, minCost, ratio, delta, rounds: 0, sets: 0 },
  };
}
