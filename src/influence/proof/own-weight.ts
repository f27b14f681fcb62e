import type { DiffusionNetwork } from '../network/network.js';
import { rootWeights } from '../network/root-weights.js';
import type { Roots } from '../network/roots.js';

/**
 * An estimate of a spread, and at least what the seeds count themselves: they are active whatever happens, and few sets may start at
 * them. O(seeds) where all nodes count the same, else O(numNodes).
 *
 * @param lists the seeds, those given before among them; a node may be in several
 */
export function atLeastOwn(
  estimate: number,
  roots: Roots,
  { numNodes }: Pick<DiffusionNetwork, 'numNodes'>,
  ...lists: readonly (Int32Array | undefined)[]
): number {
  const nodes = new Set(lists.flatMap((list) => (list ? [...list] : [])));
  if (!roots.nodes && !roots.limits) return Math.max(estimate, (nodes.size * roots.weight) / Math.max(1, numNodes));
  const weights = rootWeights(roots, numNodes);
  let own = 0;
  for (const node of nodes) own += weights[node]!;
  return Math.max(estimate, own);
}
