import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import { reachable } from './accuracy.js';
import { byUser, findHits, type Hits } from './hits.js';
import type { ItemLists } from './item-lists.js';

export interface AveragePrecisionOptions {
  /** 'reachable' (default): min(k, relevant items), so that 1 can be had at every k. 'relevant': all relevant items, as in TREC. */
  readonly divideBy?: 'reachable' | 'relevant';
}

const averagePrecisionSchema = z.strictObject({ divideBy: z.optional(z.enum(['reachable', 'relevant'])) });

/**
 * Average precision at k of every user, whose mean is MAP: the precision at the place of each hit, summed, divided by min(k, relevant items)
 * (Buckley, Voorhees, SIGIR 2000, for full lists; cut at k as in RecBole and `implicit`).
 *
 * @param lists [U] recommended items, best first
 * @param relevant [U] items that the user did take
 * @returns [U], in [0, 1]; NaN of users without a relevant item
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 * @example averagePrecisionAtK([['a', 'b', 'c']], [['a', 'c']], 3); // [(1 / 1 + 2 / 3) / 2]
 */
export function averagePrecisionAtK(
  lists: ItemLists,
  relevant: ItemLists,
  k: number,
  options: AveragePrecisionOptions = {},
): Float64Array {
  checkOptions(averagePrecisionSchema, options);
  return averagePrecisionOf(findHits(lists, relevant, k), options);
}

export function averagePrecisionOf(hits: Hits, { divideBy = 'reachable' }: AveragePrecisionOptions = {}): Float64Array {
  return byUser(hits, (begin, end, user) => {
    let sum = 0;
    for (let at = begin; at < end; at++) sum += (at - begin + 1) / (hits.places[at]! + 1);
    return sum / reachable(hits, user, divideBy);
  });
}

/**
 * Reciprocal rank at k of every user, whose mean is MRR: 1 / place of the first hit, counted from 1; 0 where there is none among the first k
 * (Voorhees, TREC-8, 1999).
 *
 * @param lists [U] recommended items, best first
 * @param relevant [U] items that the user did take
 * @returns [U], in [0, 1]; NaN of users without a relevant item
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 * @example reciprocalRankAtK([['a', 'b', 'c']], [['c', 'b']], 3); // [1 / 2]
 */
export function reciprocalRankAtK(lists: ItemLists, relevant: ItemLists, k: number): Float64Array {
  return reciprocalRankOf(findHits(lists, relevant, k));
}

export function reciprocalRankOf(hits: Hits): Float64Array {
  return byUser(hits, (begin, end) => (end > begin ? 1 / (hits.places[begin]! + 1) : 0));
}
