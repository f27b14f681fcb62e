import { expectArgument } from '../../core/index.js';

/** Mean of ranks; a few very bad ones weigh much. NaN of no rank. */
export function meanRank(ranks: Float64Array): number {
  expectArgument(ranks, 'numbers', 'ranks');
  let sum = 0;
  for (const rank of ranks) sum += rank;
  return sum / ranks.length;
}
