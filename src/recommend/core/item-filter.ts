import * as z from 'zod/mini';
import { type Csr, checkOptions, option } from '../../core/index.js';
import type { IdIndex } from '../../graph/index.js';
import type { ExternalId } from '../interactions/id.js';
import { columnOf, type ItemColumns, type ItemValue } from './item-columns.js';
import type { ItemRule } from './item-rule.js';

/** A condition on a column: a value, one of several values, or a function of the value. Of an item with several values, one must fit. */
export type ItemCondition = ItemValue | readonly ItemValue[] | ((value: ItemValue) => boolean);

/** Which items may be in a list. All conditions must hold; a list still has k items where there are k that fit. */
export interface ItemFilter {
  /** Only these. Ids that are not in the catalogue do not matter. */
  readonly allow?: readonly ExternalId[];
  /** None of these. */
  readonly deny?: readonly ExternalId[];
  /** Conditions by column of the items: `{ inStock: true, genre: ['Drama', 'Comedy'] }`. An item without a value fits no condition. */
  readonly where?: Readonly<Record<string, ItemCondition>>;
  /** At most so many items with the same value of a column; the best ones stay. */
  readonly perCategory?: { readonly column: string; readonly atMost: number };
}

const ids = z.array(z.union([z.string(), z.number(), z.bigint()], 'an id'), 'an array of ids');
const value = z.union([z.string(), z.number(), z.boolean()], 'a text, a number, true or false');
const schema = z.strictObject({
  allow: z.optional(ids),
  deny: z.optional(ids),
  where: z.optional(
    z.record(
      z.string(),
      z.union([value, z.array(value), option.callback], 'a value, an array of values, or a function of one'),
    ),
  ),
  perCategory: z.optional(z.strictObject({ column: z.string('the name of a column'), atMost: option.count })),
});

/**
 * What a filter means for the items of a catalogue; undefined where everything may be shown.
 *
 * @throws {HeteroGraphError} INVALID_OPTION naming the part; UNKNOWN_COLUMN
 */
export function itemRule(filter: ItemFilter | undefined, items: IdIndex, columns: ItemColumns): ItemRule | undefined {
  if (filter === undefined) return undefined;
  checkOptions(schema, filter, { what: 'filter' });
  const { allow, deny, where = {}, perCategory } = filter;
  const conditions = Object.entries(where);
  let allowed: Uint8Array | undefined;
  if (allow || deny || conditions.length > 0) {
    allowed = new Uint8Array(items.size).fill(allow ? 0 : 1);
    const mark = (id: ExternalId, flag: number) => {
      const item = items.indexOf(id);
      if (item >= 0) allowed![item] = flag;
    };
    for (const id of allow ?? []) mark(id, 1);
    for (const id of deny ?? []) mark(id, 0);
    for (const [name, condition] of conditions) {
      const values = columnOf(columns, name);
      const fits = testOf(condition);
      for (let item = 0; item < items.size; item++) if (!valuesOf(values[item]).some(fits)) allowed[item] = 0;
    }
  }
  if (!perCategory) return allowed && { allowed };
  const categories = categoriesOf(columnOf(columns, perCategory.column));
  return { ...(allowed && { allowed }), perCategory: { categories, atMost: perCategory.atMost } };
}

function testOf(condition: ItemCondition): (value: ItemValue) => boolean {
  if (typeof condition === 'function') return condition;
  const wanted = new Set(Array.isArray(condition) ? condition : [condition]);
  return (each) => wanted.has(each);
}

function valuesOf(cell: ItemColumns[string][number] | undefined): readonly ItemValue[] {
  if (cell === null || cell === undefined) return [];
  return Array.isArray(cell) ? cell : [cell as ItemValue];
}

/** [items, distinct values]. */
function categoriesOf(column: ItemColumns[string]): Csr {
  const codes = new Map<ItemValue, number>();
  const indptr = new Int32Array(column.length + 1);
  const indices: number[] = [];
  for (let item = 0; item < column.length; item++) {
    for (const each of new Set(valuesOf(column[item]))) {
      const code = codes.get(each) ?? codes.size;
      codes.set(each, code);
      indices.push(code);
    }
    indptr[item + 1] = indices.length;
  }
  return { numRows: column.length, numCols: codes.size, indptr, indices: Int32Array.from(indices) };
}
