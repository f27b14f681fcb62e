import { expectArgument } from '../../core/index.js';

/** Mean of 1 / rank; NaN of no rank. */
export function meanReciprocalRank(ranks: Float64Array): number {
  expectArgument(ranks, 'numbers', 'ranks');
  let sum = 0;
  for (const rank of ranks) sum += 1 / rank;
  return sum / ranks.length;
}
