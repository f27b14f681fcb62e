import type { Contingency } from './contingency.js';

/** Entropy of a partition by the sizes of its communities, in nats. */
export function entropy(sizes: Float64Array, numNodes: number): number {
  let sum = 0;
  for (const size of sizes) sum -= (size / numNodes) * Math.log(size / numNodes);
  return sum;
}

/** What one partition tells of the other, in nats. */
export function mutualInformation({ numNodes, first, second, pairs }: Contingency): number {
  let sum = 0;
  for (let i = 0; i < pairs.counts.length; i++) {
    const count = pairs.counts[i]!;
    sum += (count / numNodes) * Math.log((count * numNodes) / (first[pairs.a[i]!]! * second[pairs.b[i]!]!));
  }
  return Math.max(0, sum);
}

/**
 * The mean mutual information of two partitions with communities of these sizes, all of them being equally likely (Vinh, Epps, Bailey
 * 2010). O(distinct sizes of both, times the smaller size).
 */
export function expectedInformation({ numNodes: n, first, second }: Contingency): number {
  const logs = new Float64Array(n + 1);
  for (let i = 2; i <= n; i++) logs[i] = logs[i - 1]! + Math.log(i);
  const [firstSizes, secondSizes] = [timesOf(first), timesOf(second)];
  let sum = 0;
  for (const [a, timesA] of firstSizes) {
    for (const [b, timesB] of secondSizes) {
      const fixed = logs[a]! + logs[b]! + logs[n - a]! + logs[n - b]! - logs[n]!;
      let mean = 0;
      for (let common = Math.max(1, a + b - n); common <= Math.min(a, b); common++) {
        const chance = fixed - logs[common]! - logs[a - common]! - logs[b - common]! - logs[n - a - b + common]!;
        mean += (common / n) * Math.log((n * common) / (a * b)) * Math.exp(chance);
      }
      sum += timesA * timesB * mean;
    }
  }
  return sum;
}

function timesOf(sizes: Float64Array): Map<number, number> {
  const times = new Map<number, number>();
  for (const size of sizes) times.set(size, (times.get(size) ?? 0) + 1);
  return times;
}
