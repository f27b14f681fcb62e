import { expectArgument } from '../../core/index.js';

/** Share of ranks of at most k, such as Hits@10; NaN of no rank. */
export function hitsAt(k: number, ranks: Float64Array): number {
  expectArgument(k, 'number', 'k');
  expectArgument(ranks, 'numbers', 'ranks');
  let hits = 0;
  for (const rank of ranks) if (rank <= k) hits++;
  return hits / ranks.length;
}
