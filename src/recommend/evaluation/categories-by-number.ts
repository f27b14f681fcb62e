import { columnOf } from '../core/item-columns.js';
import type { Recommender } from '../core/recommender.js';
import { type Categories, type ItemLookup, lookupOf } from '../metrics/item-lookup.js';

/**
 * Categories by number of item.
 *
 * @param categories name of a column of the recommender's items, or a lookup by id
 * @throws {HeteroGraphError} UNKNOWN_COLUMN, INVALID_OPTION
 */
export function categoriesByNumber(
  { train, itemColumns }: Recommender,
  categories: string | ItemLookup<Categories> | undefined,
): ItemLookup<Categories> | undefined {
  if (categories === undefined) return undefined;
  if (typeof categories !== 'string') {
    const find = lookupOf(categories, 'categories');
    return (item) => find(train.items.idOf(Number(item)));
  }
  const column = columnOf(itemColumns, categories);
  return (item) => {
    const value = column[Number(item)];
    if (value === null || value === undefined) return undefined;
    return Array.isArray(value) ? value.map(String) : String(value);
  };
}
