import { WORD } from './network.js';
import type { Roots } from './roots.js';

/** What every node counts as a root, [numNodes]; their sum is `roots.weight`. O(numNodes). */
export function rootWeights({ weight, nodes, limits, aliases }: Roots, numNodes: number): Float64Array {
  const weights = new Float64Array(numNodes);
  const cells = limits?.length ?? nodes?.length ?? numNodes;
  const share = weight / cells;
  for (let cell = 0; cell < cells; cell++) {
    const own = limits ? limits[cell]! * WORD : 1;
    weights[nodes ? nodes[cell]! : cell]! += own * share;
    if (own === 1) continue;
    const other = aliases![cell]!;
    weights[nodes ? nodes[other]! : other]! += (1 - own) * share;
  }
  return weights;
}
