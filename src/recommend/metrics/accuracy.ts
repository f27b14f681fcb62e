import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import { byUser, findHits, type Hits } from './hits.js';
import type { ItemLists } from './item-lists.js';

/** What the number of hits is divided by, where literature and libraries differ. */
export interface PrecisionOptions {
  /** 'k' (default): a list that is too short is punished. 'list': the length of the list, where that is below k. */
  readonly divideBy?: 'k' | 'list';
}

export interface RecallOptions {
  /** 'relevant' (default): all relevant items of the user. 'reachable': min(k, relevant items), so that 1 can be had at every k. */
  readonly divideBy?: 'relevant' | 'reachable';
}

const precisionSchema = z.strictObject({ divideBy: z.optional(z.enum(['k', 'list'])) });
const recallSchema = z.strictObject({ divideBy: z.optional(z.enum(['relevant', 'reachable'])) });

/**
 * Precision at k of every user: hits among the first k items / k (Herlocker et al., "Evaluating collaborative filtering recommender systems",
 * TOIS 22, 2004). The function of the same name in `implicit` divides by min(k, relevant items), which here is `recallAtK` with 'reachable'.
 *
 * @param lists [U] recommended items, best first
 * @param relevant [U] items that the user did take
 * @returns [U], in [0, 1]; NaN of users without a relevant item, whom `meanOverUsers` leaves out
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 * @example precisionAtK([['a', 'b', 'c', 'd']], [['b', 'd', 'x']], 4); // [0.5]
 */
export function precisionAtK(
  lists: ItemLists,
  relevant: ItemLists,
  k: number,
  options: PrecisionOptions = {},
): Float64Array {
  checkOptions(precisionSchema, options);
  return precisionOf(findHits(lists, relevant, k), options);
}

export function precisionOf(hits: Hits, { divideBy = 'k' }: PrecisionOptions = {}): Float64Array {
  return byUser(hits, (begin, end, user) => {
    const places = divideBy === 'k' ? hits.k : hits.lengths[user]!;
    return places === 0 ? 0 : (end - begin) / places;
  });
}

/**
 * Recall at k of every user: hits among the first k items / relevant items (Herlocker et al., TOIS 22, 2004; so in LightGCN and RecBole). With
 * more relevant items than k it cannot reach 1; `divideBy: 'reachable'` divides by min(k, relevant items) instead.
 *
 * @param lists [U] recommended items, best first
 * @param relevant [U] items that the user did take
 * @returns [U], in [0, 1]; NaN of users without a relevant item
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 * @example recallAtK([['a', 'b', 'c', 'd']], [['b', 'd', 'x']], 2); // [1 / 3]
 */
export function recallAtK(lists: ItemLists, relevant: ItemLists, k: number, options: RecallOptions = {}): Float64Array {
  checkOptions(recallSchema, options);
  return recallOf(findHits(lists, relevant, k), options);
}

export function recallOf(hits: Hits, { divideBy = 'relevant' }: RecallOptions = {}): Float64Array {
  return byUser(hits, (begin, end, user) => (end - begin) / reachable(hits, user, divideBy));
}

/** The relevant items of a user, or those of them for which there is a place. */
export function reachable({ k, numRelevant }: Hits, user: number, divideBy: 'relevant' | 'reachable'): number {
  return divideBy === 'relevant' ? numRelevant[user]! : Math.min(k, numRelevant[user]!);
}

/**
 * Hit rate at k of every user: 1 where a relevant item is among the first k, else 0 (Deshpande, Karypis, "Item-based top-N recommendation
 * algorithms", TOIS 22, 2004). With one relevant item a user (leave-one-out) it equals recall.
 *
 * @param lists [U] recommended items, best first
 * @param relevant [U] items that the user did take
 * @returns [U], 0 or 1; NaN of users without a relevant item
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 * @example hitRateAtK([['a', 'b']], [['b']], 1); // [0]
 */
export function hitRateAtK(lists: ItemLists, relevant: ItemLists, k: number): Float64Array {
  return hitRateOf(findHits(lists, relevant, k));
}

export function hitRateOf(hits: Hits): Float64Array {
  return byUser(hits, (begin, end) => (end > begin ? 1 : 0));
}
