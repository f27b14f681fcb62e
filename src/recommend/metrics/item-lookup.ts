import { ownProperty, wrongArgument } from '../../core/index.js';
import { idKey } from '../../graph/internal.js';
import type { ExternalId } from '../interactions/id.js';

/**
 * What is known of items: a map or plain object by id, an array by item number, or a function. Undefined or null of an item of which nothing is known.
 *
 * @example new Map([['m1', ['Drama', 'War']], ['m2', ['Comedy']]])
 */
export type ItemLookup<T> =
  | ReadonlyMap<string | number, T | null | undefined>
  | Readonly<Record<string, T | null | undefined>>
  | readonly (T | null | undefined)[]
  | ((item: string | number) => T | null | undefined);

/** One function for all forms. @throws {HeteroGraphError} INVALID_OPTION naming `what` */
export function lookupOf<T>(lookup: ItemLookup<T>, what: string): (item: ExternalId) => T | undefined {
  if (typeof lookup === 'function') return (item) => lookup(idKey(item)) ?? undefined;
  if (Array.isArray(lookup)) return (item) => lookup[idKey(item) as number] ?? undefined;
  if (typeof lookup !== 'object' || lookup === null) {
    throw wrongArgument(lookup, what, 'a Map, an object, an array or a function');
  }
  if (!(lookup instanceof Map)) {
    const record = lookup as Readonly<Record<string, T | null | undefined>>;
    return (item) => ownProperty(record, String(idKey(item))) ?? undefined;
  }
  const byKey = new Map<string | number, T | null | undefined>();
  for (const [id, value] of lookup) byKey.set(idKey(id), value);
  return (item) => byKey.get(idKey(item)) ?? undefined;
}

/** Categories of an item, such as genres: a list, or one text. */
export type Categories = string | number | readonly (string | number)[];

/** Each category once; none where nothing is known of the item. */
export function categoriesOf(lookup: ItemLookup<Categories>, what: string): (item: ExternalId) => readonly string[] {
  const find = lookupOf(lookup, what);
  const known = new Map<string | number, readonly string[]>();
  return (item) => {
    const key = idKey(item);
    let names = known.get(key);
    if (!names) {
      const found = find(item);
      names = found === undefined ? [] : [...new Set(Array.isArray(found) ? found.map(String) : [String(found)])];
      known.set(key, names);
    }
    return names;
  };
}
