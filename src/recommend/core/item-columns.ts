import { expectArgument, HeteroGraphError, ownProperty } from '../../core/index.js';
import type { IdIndex } from '../../graph/index.js';
import type { ExternalId } from '../interactions/id.js';
import { checkId } from '../interactions/ordered-ids.js';

/** A value of an item that filters compare: a category, a price, whether it is in stock. */
export type ItemValue = string | number | boolean;

/** What is known of the items beside who took them, by name of the column, in the order of their numbers; null where unknown. */
export type ItemColumns = Readonly<Record<string, readonly (ItemValue | readonly ItemValue[] | null)[]>>;

/** Columns as people have them: the ids of the items, and by name a value an item, or several in an array. */
export interface ItemTable {
  readonly ids: ArrayLike<ExternalId>;
  readonly columns: Readonly<Record<string, ArrayLike<ItemValue | readonly ItemValue[] | null | undefined>>>;
}

/**
 * Columns in the order of a catalogue. Rows of items that it does not have do not matter; items without a row have no values.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH where a column has another length than the ids; WRONG_DTYPE for what is no value or no id, NULL_VALUE for a missing id
 */
export function itemColumns({ ids, columns }: ItemTable, items: IdIndex): ItemColumns {
  expectArgument(ids, 'list', 'ids');
  expectArgument(columns, 'object', 'columns');
  const numbers = Array.from(ids, (id, row) => {
    if (typeof id !== 'string') checkId(id, row, 'ids');
    return items.indexOf(id);
  });
  const made = Object.entries(columns).map(([name, values]) => {
    expectArgument(values, 'list', name);
    if (values.length !== ids.length) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `The column has ${values.length} values for ${ids.length} ids.`, {
        column: name,
        hint: 'Give a value an item, null where it is unknown.',
      });
    }
    const column: (ItemValue | readonly ItemValue[] | null)[] = new Array(items.size).fill(null);
    for (let row = 0; row < values.length; row++) {
      if (numbers[row]! >= 0) column[numbers[row]!] = checkedValue(values[row], name, row);
    }
    return [name, column] as const;
  });
  return Object.fromEntries(made);
}

/** @throws {HeteroGraphError} UNKNOWN_COLUMN naming those there are */
export function columnOf(columns: ItemColumns, name: string): ItemColumns[string] {
  const column = ownProperty(columns, name);
  if (column) return column;
  throw new HeteroGraphError('UNKNOWN_COLUMN', `The items have no column "${name}".`, {
    column: name,
    hint: `There are: ${Object.keys(columns).join(', ') || 'none; recommender.withItemColumns gives them'}.`,
  });
}

function checkedValue(value: unknown, column: string, row: number): ItemValue | readonly ItemValue[] | null {
  if (value === null || value === undefined || (typeof value === 'number' && Number.isNaN(value))) return null;
  if (isValue(value)) return value;
  if (Array.isArray(value) && value.every(isValue)) return value;
  throw new HeteroGraphError('WRONG_DTYPE', 'A value of an item is neither text nor number, true nor false.', {
    column,
    row,
    hint: 'Several values of an item go into an array.',
  });
}

function isValue(value: unknown): value is ItemValue {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
