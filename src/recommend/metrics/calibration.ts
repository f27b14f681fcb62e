import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { CategoryCounter, divergence } from './category-shares.js';
import { eachList, expectK, expectOneEach, type ItemLists, itemKey } from './item-lists.js';
import { type Categories, categoriesOf, type ItemLookup } from './item-lookup.js';

export interface MiscalibrationOptions {
  /** What each item belongs to, such as genres; an item of several counts in equal parts. */
  readonly categories: ItemLookup<Categories>;
  /** [U] items that the users took before. */
  readonly histories: ItemLists;
  /** How far the shares of the list are drawn to those of the history, so that the divergence is finite; in (0, 1), default 0.01. */
  readonly alpha?: number;
}

export const miscalibrationSchema = z.strictObject({
  categories: z.custom<ItemLookup<Categories>>(
    (value) => typeof value === 'function' || (typeof value === 'object' && value !== null),
    'a Map, an object, an array or a function',
  ),
  histories: z.custom<ItemLists>((value) => typeof value === 'object' && value !== null, 'a list for every user'),
  alpha: z.optional(option.between(0, 1)),
});

/**
 * Miscalibration at k of every user: how far the shares of categories among the first k items are from those of the user's history, as
 * Kullback-Leibler divergence in nats (Steck, "Calibrated recommendations", RecSys 2018). 0 where they are equal; with alpha 0.01 at most
 * 4.6.
 *
 * @param lists [U] recommended items, best first
 * @returns [U]; NaN of users of whose history, or list, no category is known
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 * @example
 * const categories = new Map([['a', ['war']], ['b', ['love']]]);
 * miscalibration([['a', 'b']], 2, { categories, histories: [['a', 'b']] }); // [0]
 */
export function miscalibration(lists: ItemLists, k: number, options: MiscalibrationOptions): Float64Array {
  expectK(k);
  checkOptions(miscalibrationSchema, options);
  const [given, taken] = [eachList(lists, 'lists'), eachList(options.histories, 'histories')];
  expectOneEach(taken.length, given.length, 'histories');
  const namesOf = categoriesOf(options.categories, 'categories');
  const { alpha = 0.01 } = options;
  const counted = (list: ArrayLike<string | number | bigint>, length: number, user: number) => {
    const counter = new CategoryCounter();
    for (let i = 0; i < length; i++) counter.add(namesOf(itemKey(list[i]!, 'lists', user)), 1);
    return counter;
  };
  return Float64Array.from(given, (list, user) => {
    const history = counted(taken[user]!, taken[user]!.length, user);
    const shown = counted(list, Math.min(k, list.length), user);
    if (history.total === 0 || shown.total === 0) return Number.NaN;
    return divergence(history.shares(), (name) => shown.weightOf(name) / shown.total, alpha);
  });
}
