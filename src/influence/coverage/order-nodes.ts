import type { Pieces } from '../../core/index.js';
import type { SetView } from '../sampling/set-store.js';
import { coverGreedily } from './cover-greedily.js';
import { CoverState, indexSets } from './cover-state.js';
import type { GreedyOptions } from './greedy.js';
import { minConvex } from './min-convex.js';

/** Candidates by greedy coverage per cost until nothing is left to cover. */
export interface NodeOrder {
  readonly nodes: Int32Array;
  /** Sets that each covers first. */
  readonly gains: Int32Array;
  /** Sets covered in the end: what all candidates, with `given`, cover. */
  readonly covered: number;
  /** No candidates (with `given`) that cover `target` sets cost less than this together; Infinity where none cover so many. */
  readonly minCost: number;
}

/**
 * Greedy cover (Wolsey 1982): its prefix that reaches a coverage costs at most 1 + ln(largest gain) times the minimum cost. The bound
 * `minCost` is that of the fractional cover by the gains that are left at some prefixes, by its dual: for every price x, what is to be
 * covered times x less the sum of max(0, x gain - cost). O(sum of set sizes + N log N).
 *
 * @param costs default 1 each
 */
export function* orderNodes(
  sets: SetView,
  numNodes: number,
  target: number,
  costs: ArrayLike<number> | undefined,
  options: GreedyOptions,
): Pieces<NodeOrder> {
  const coverage = new CoverState(yield* indexSets(sets, numNodes, options), options.given);
  let [minCost, nextBound] = [0, 0];
  const { seeds: nodes, gains } = yield* coverGreedily(coverage, {
    costs,
    onNext: (count) => {
      if (count < nextBound || coverage.numCovered >= target) return;
      minCost = Math.max(minCost, minCostToCover(coverage.gain, target - coverage.numCovered, costs));
      nextBound = Math.ceil((nextBound + 1) * 1.4);
    },
  });
  if (coverage.numCovered < target) minCost = Number.POSITIVE_INFINITY;
  else if (!costs) minCost = Math.max(0, Math.ceil(minCost - 1e-9));
  return { nodes, gains, covered: coverage.numCovered, minCost };
}

function minCostToCover(gain: Int32Array, required: number, costs: ArrayLike<number> | undefined): number {
  let high = 0;
  for (let v = 0; v < gain.length; v++) if (gain[v]! > 0) high = Math.max(high, (costs?.[v] ?? 1) / gain[v]!);
  const negated = (price: number) => {
    let sum = -price * required;
    for (let v = 0; v < gain.length; v++) sum += Math.max(0, price * gain[v]! - (costs?.[v] ?? 1));
    return sum;
  };
  return Math.max(0, -minConvex(negated, high));
}
