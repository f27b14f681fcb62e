import type { SetView } from '../sampling/set-store.js';
import { coverGreedily } from '../selection/cover-greedily.js';
import { CoverState, indexSets } from '../selection/cover-state.js';
import type { Selection } from '../selection/greedy.js';

/**
 * Greedy maximum coverage to the last candidate that covers anything: the seeds and gains of `selectGreedyReference` for as many seeds as
 * candidates.
 *
 * @param candidates 1 each, [numNodes]
 */
export function rankByCoverage(
  sets: SetView,
  numNodes: number,
  candidates: Uint8Array,
): Pick<Selection, 'seeds' | 'gains'> {
  return coverGreedily(new CoverState(indexSets(sets, numNodes, { candidates })));
}
