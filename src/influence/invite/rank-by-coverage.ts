import { coverGreedily } from '../coverage/cover-greedily.js';
import { CoverState, indexSets } from '../coverage/cover-state.js';
import type { Selection } from '../coverage/greedy.js';
import type { SetView } from '../sampling/set-store.js';

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
