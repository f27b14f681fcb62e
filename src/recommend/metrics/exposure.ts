import { wrongArgument } from '../../core/index.js';
import { eachList, expectK, type ItemLists, itemKey } from './item-lists.js';

/** How often each item stands among the first k of a list, of all lists. */
function exposures(lists: ItemLists, k: number): Map<string | number, number> {
  expectK(k);
  const counts = new Map<string | number, number>();
  for (const [user, list] of eachList(lists, 'lists').entries()) {
    for (let place = 0; place < Math.min(k, list.length); place++) {
      const key = itemKey(list[place]!, 'lists', user);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/**
 * Catalogue coverage at k: share of all items that somebody is recommended (Ge, Delgado-Battenfeld, Jannach, "Beyond accuracy", RecSys 2010).
 *
 * @param lists [U] recommended items, best first
 * @param numItems in the catalogue
 * @returns in [0, 1]
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example catalogueCoverage([['a', 'b'], ['a', 'c']], 1, 10); // 0.1
 */
export function catalogueCoverage(lists: ItemLists, k: number, numItems: number): number {
  const { size } = exposures(lists, k);
  expectCatalogue(numItems, size);
  return size / numItems;
}

/**
 * Gini index at k of how often each item of the catalogue is recommended: 0 where all equally often, near 1 where everybody is shown the same few
 * (Gini 1912; for recommendation: Adomavicius, Kwon, TKDE 24, 2012, who report 1 minus it; the formula is that of RecBole).
 *
 * @param lists [U] recommended items, best first
 * @param numItems in the catalogue; items that nobody is shown count as shown 0 times
 * @returns in [0, 1 - 1 / numItems]; NaN where nothing is recommended
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example giniIndex([['a'], ['a'], ['a']], 1, 4); // 0.75
 */
export function giniIndex(lists: ItemLists, k: number, numItems: number): number {
  const counts = Float64Array.from(exposures(lists, k).values()).sort();
  expectCatalogue(numItems, counts.length);
  const unseen = numItems - counts.length;
  let [weighted, total] = [0, 0];
  for (const [i, count] of counts.entries()) {
    weighted += (2 * (unseen + i + 1) - numItems - 1) * count;
    total += count;
  }
  return weighted / (numItems * total);
}

function expectCatalogue(numItems: number, shown: number): void {
  if (Number.isInteger(numItems) && numItems >= Math.max(1, shown)) return;
  throw wrongArgument(numItems, 'numItems', `a whole number from ${Math.max(1, shown)}, the number of items shown`);
}
