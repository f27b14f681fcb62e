import fc from 'fast-check';
import type { Limits } from '../../src/influence/coverage/limits.js';

/** Random limits on n nodes: k, quotas of three groups, costs with a budget, as wanted. */
export function randomLimits(
  n: number,
  kinds: { k?: boolean; quotas?: boolean; costs?: boolean },
): fc.Arbitrary<Limits> {
  const quota = fc.oneof(fc.nat(2), fc.constant(Number.POSITIVE_INFINITY));
  return fc
    .record({
      k: kinds.k ? fc.nat(4) : fc.constant(undefined),
      groups: fc.array(fc.nat(2), { minLength: n, maxLength: n }),
      max: fc.tuple(quota, quota, quota),
      costs: fc.array(fc.nat(6), { minLength: n, maxLength: n }),
      budget: fc.nat(12),
    })
    .map(({ k, groups, max, costs, budget }) => ({
      ...(k !== undefined && { k }),
      ...(kinds.quotas && { quotas: { groups: Int32Array.from(groups), max } }),
      ...(kinds.costs && { costs: Float64Array.from(costs, (cost) => cost / 2), budget: budget / 2 }),
    }));
}

/** Whether a set of seeds keeps limits, by their meaning. */
export function keeps(seeds: readonly number[], { k, quotas, costs, budget }: Limits): boolean {
  if (k !== undefined && seeds.length > k) return false;
  if (costs && seeds.reduce((sum, v) => sum + costs[v]!, 0) > budget!) return false;
  return !quotas || quotas.max.every((most, g) => seeds.filter((v) => quotas.groups[v] === g).length <= most);
}
