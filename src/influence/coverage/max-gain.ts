import type { Limits } from './limits.js';
import { minConvex } from './min-convex.js';
import { sumOfLargest } from './sum-of-largest.js';

/**
 * No allowed set has larger gains together than this. Quotas and k: exact, since greedy is on a laminar matroid. A budget: by Lagrange's
 * relaxation, the minimum over prices x >= 0 of x budget + the largest allowed sum of max(0, gain - x cost), which without quotas is the
 * fractional knapsack; every price bounds. O(N), with a budget 43 times that.
 */
export function maxGain(gain: Int32Array | Float64Array, limits: Limits): number {
  const nodes: number[] = [];
  for (let v = 0; v < gain.length; v++) if (gain[v]! > 0) nodes.push(v);
  const { costs, budget = 0 } = limits;
  if (!costs) return allowedSum(nodes, (v) => gain[v]!, limits);
  const affordable = nodes.filter((v) => costs[v]! <= budget);
  const at = (price: number) =>
    price * budget + allowedSum(affordable, (v) => Math.max(0, gain[v]! - price * costs[v]!), limits);
  let high = 0;
  for (const v of affordable) {
    // Of a cost next to 0 as of 0: every price bounds.
    const price = gain[v]! / costs[v]!;
    if (price < Number.POSITIVE_INFINITY) high = Math.max(high, price);
  }
  return minConvex(at, high);
}

/** The largest sum of values of a set that keeps k and the quotas. */
function allowedSum(nodes: readonly number[], worthOf: (node: number) => number, { k, quotas }: Limits): number {
  const max = k ?? Number.POSITIVE_INFINITY;
  if (!quotas) return sumOfLargest(Float64Array.from(nodes, worthOf), max).sum;
  const values: number[][] = quotas.max.map(() => []);
  for (const v of nodes) values[quotas.groups[v]!]!.push(worthOf(v));
  const kept = values.flatMap((ofGroup, g) => {
    const sorted = Float64Array.from(ofGroup);
    const { count } = sumOfLargest(sorted, quotas.max[g]!);
    return [...sorted.subarray(0, count)];
  });
  return sumOfLargest(Float64Array.from(kept), max).sum;
}
