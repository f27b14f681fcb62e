import type { WeightedCsr } from '../../core/index.js';
import type { IdIndex } from '../../graph/index.js';

/**
 * Which user took which item. Users and items are numbered in the order of their external ids (numbers before texts, each ascending), so that
 * neither the numbers nor what is learned from them depends on the order of rows, and that a tie between two items goes to the lower id.
 */
export interface Interactions {
  readonly users: IdIndex;
  readonly items: IdIndex;
  /** [users, items], one entry a pair, items ascending; the value is the strength of the pair: 1, or the sum of the weights of its rows. */
  readonly matrix: WeightedCsr;
  /** By entry of `matrix`, milliseconds since 1970 of the latest row of the pair; absent where the data has no time. */
  readonly times?: Float64Array;
}
