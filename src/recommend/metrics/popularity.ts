import { wrongArgument } from '../../core/index.js';
import { idKey } from '../../graph/internal.js';
import { eachList, expectK, expectOneEach, type ItemLists, itemKey } from './item-lists.js';
import { type ItemLookup, lookupOf } from './item-lookup.js';

/** How many users took each item; an item that is not there was taken by none. */
export type ItemPopularity = ItemLookup<number>;

/**
 * How many users took each item, from the histories of the users (training interactions).
 *
 * @param histories [U] items of every user; one that is there twice counts once
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example itemPopularity([['a', 'b'], ['a']]); // Map { 'a' => 2, 'b' => 1 }
 */
export function itemPopularity(histories: ItemLists): Map<string | number, number> {
  const counts = new Map<string | number, number>();
  for (const [user, list] of eachList(histories, 'histories').entries()) {
    const own = new Set<string | number>();
    for (let i = 0; i < list.length; i++) own.add(itemKey(list[i]!, 'histories', user));
    for (const key of own) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/**
 * Novelty at k of every user: mean self-information log2(users / users who took the item) of the first k items, in bits (Zhou et al., "Solving the
 * apparent diversity-accuracy dilemma", PNAS 107, 2010; Vargas, Castells, RecSys 2011). An item that nobody took counts as taken by one.
 *
 * @param lists [U] recommended items, best first
 * @param popularity how many users took each item: `itemPopularity`
 * @param numUsers whose interactions were counted
 * @returns [U]; NaN of empty lists
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example novelty([['a', 'b']], 2, new Map([['a', 8], ['b', 2]]), 8); // [(0 + 2) / 2]
 */
export function novelty(lists: ItemLists, k: number, popularity: ItemPopularity, numUsers: number): Float64Array {
  if (!(Number.isInteger(numUsers) && numUsers >= 1))
    throw wrongArgument(numUsers, 'numUsers', 'a whole number from 1');
  const countOf = lookupOf(popularity, 'popularity');
  return meanOfItems(lists, k, (item) => Math.log2(numUsers / Math.max(1, countOf(item) ?? 0)));
}

/**
 * Average popularity at k of every user: mean number of users who took the first k items, ARP (Yin et al., "Challenging the long tail
 * recommendation", PVLDB 5, 2012).
 *
 * @param lists [U] recommended items, best first
 * @param popularity how many users took each item: `itemPopularity`
 * @returns [U]; NaN of empty lists
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example averagePopularity([['a', 'b']], 2, new Map([['a', 8], ['b', 2]])); // [5]
 */
export function averagePopularity(lists: ItemLists, k: number, popularity: ItemPopularity): Float64Array {
  const countOf = lookupOf(popularity, 'popularity');
  return meanOfItems(lists, k, (item) => countOf(item) ?? 0);
}

/**
 * Share of the long tail at k of every user, APLT (Abdollahpouri, Burke, Mobasher, "Managing popularity bias in recommender systems with
 * personalized re-ranking", FLAIRS 2019): items among the first k that are none of the head. The head are the most popular items that together
 * have `headShare` of all interactions; RecBole takes a share of the items instead.
 *
 * @param lists [U] recommended items, best first
 * @param popularity a map, over which the head is counted
 * @param headShare in (0, 1), default 0.8
 * @returns [U], in [0, 1]; NaN of empty lists
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example tailShare([['a', 'b']], 2, new Map([['a', 8], ['b', 2]])); // [0.5]
 */
export function tailShare(
  lists: ItemLists,
  k: number,
  popularity: ReadonlyMap<string | number, number>,
  headShare = 0.8,
): Float64Array {
  if (!(headShare > 0 && headShare < 1)) throw wrongArgument(headShare, 'headShare', 'a number above 0 and below 1');
  if (!(popularity instanceof Map)) throw wrongArgument(popularity, 'popularity', 'a Map of counts by item');
  const head = headItems(popularity, headShare);
  return meanOfItems(lists, k, (item) => (head.has(idKey(item)) ? 0 : 1));
}

/** The fewest items that have a share of all interactions; of equals the lower id first. */
function headItems(popularity: ReadonlyMap<string | number, number>, headShare: number): Set<string | number> {
  const order = [...popularity].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const total = order.reduce((sum, [, count]) => sum + count, 0);
  const head = new Set<string | number>();
  let held = 0;
  for (const [id, count] of order) {
    if (held >= headShare * total) break;
    head.add(idKey(id));
    held += count;
  }
  return head;
}

/**
 * Popularity lift at k: by which share the recommended items are more popular than what the same users took before (Abdollahpouri et al., "The
 * connection between popularity bias, calibration, and fairness in recommendation", RecSys 2020): 0 where the lists are as popular as the
 * histories, 1 where twice as popular.
 *
 * @param lists [U] recommended items, best first
 * @param histories [U] items that the users took before
 * @param popularity how many users took each item; default: counted over `histories`
 * @returns above -1; NaN where no user has both a list and a history
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 * @example popularityLift([['a'], ['a']], 1, [['a', 'b'], ['a', 'c']]); // (2 - 1.5) / 1.5
 */
export function popularityLift(
  lists: ItemLists,
  k: number,
  histories: ItemLists,
  popularity: ItemPopularity = itemPopularity(histories),
): number {
  const shown = averagePopularity(lists, k, popularity);
  const taken = averagePopularity(histories, Number.MAX_SAFE_INTEGER, popularity);
  expectOneEach(taken.length, shown.length, 'histories');
  let [sumShown, sumTaken] = [0, 0];
  for (let user = 0; user < shown.length; user++) {
    if (Number.isNaN(shown[user]!) || Number.isNaN(taken[user]!)) continue;
    sumShown += shown[user]!;
    sumTaken += taken[user]!;
  }
  return (sumShown - sumTaken) / sumTaken;
}

function meanOfItems(lists: ItemLists, k: number, figure: (item: string | number) => number): Float64Array {
  expectK(k);
  return Float64Array.from(eachList(lists, 'lists'), (list, user) => {
    const length = Math.min(k, list.length);
    let sum = 0;
    for (let place = 0; place < length; place++) sum += figure(itemKey(list[place]!, 'lists', user));
    return sum / length;
  });
}
