import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError } from '../../core/index.js';
import type { ExternalId } from './id.js';
import { rowsThatCount } from './interaction-rows.js';
import type { Interactions } from './interactions.js';
import { mergeRows } from './merge-rows.js';
import { checkId, orderedIds } from './ordered-ids.js';

/** Rows of data: row i of every array is one interaction. */
export interface InteractionRows {
  readonly users: ArrayLike<ExternalId>;
  readonly items: ArrayLike<ExternalId>;
  /** How strongly: number of purchases, minutes, a rating; above 0. Default: 1. */
  readonly weights?: ArrayLike<number>;
  /** Milliseconds since 1970, or dates. */
  readonly times?: ArrayLike<number | Date>;
  /** Rows of a lower weight are left out, and those that stay count 1 each: `atLeast: 4` makes purchases of ratings. */
  readonly atLeast?: number;
  /** Users that exist whether or not a row has them. */
  readonly allUsers?: ArrayLike<ExternalId>;
  /** The catalogue: items that exist whether or not a row has them. */
  readonly allItems?: ArrayLike<ExternalId>;
}

const list = z.custom<ArrayLike<never>>(
  (value) => Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView)),
  'an array',
);
const schema = z.strictObject({
  users: list,
  items: list,
  weights: z.optional(list),
  times: z.optional(list),
  atLeast: z.optional(z.number('a number')),
  allUsers: z.optional(list),
  allItems: z.optional(list),
});

/**
 * Interactions from arrays. Several rows of the same pair are one, with the sum of their weights and the latest of their times; the order of
 * rows does not matter.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH; NULL_VALUE, WRONG_DTYPE for an id; INVALID_WEIGHT; MISSING_TIME
 * @example
 * const bought = interactionsFrom({ users: ['ann', 'ann', 'bo'], items: ['tea', 'jam', 'tea'] });
 * bought.items.idOf(0); // 'jam'
 */
export function interactionsFrom(rows: InteractionRows): Interactions {
  checkOptions(schema, rows, { what: 'rows' });
  const users = orderedIds(rows.users, rows.allUsers ?? [], 'users');
  const items = orderedIds(rows.items, rows.allItems ?? [], 'items');
  return merged(rows, users, items);
}

/**
 * Interactions numbered like others, such as purchases of a later month or pairs that a publisher held out.
 *
 * @throws {HeteroGraphError} as {@link interactionsFrom}; UNKNOWN_ID for a user or an item that the others do not have
 * @example
 * const later = interactionsLike(bought, { users: ['bo'], items: ['jam'] });
 */
export function interactionsLike(
  like: Pick<Interactions, 'users' | 'items'>,
  rows: Omit<InteractionRows, 'allUsers' | 'allItems'>,
): Interactions {
  expectArgument(like, 'object', 'like');
  expectArgument(like.users, 'object', 'like.users');
  expectArgument(like.items, 'object', 'like.items');
  checkOptions(schema, rows, { what: 'rows' });
  const numbersOf = (ids: ArrayLike<ExternalId>, side: 'users' | 'items') =>
    Int32Array.from({ length: ids.length }, (_, row) => {
      checkId(ids[row], row, side);
      const number = like[side].indexOf(ids[row]!);
      if (number >= 0) return number;
      throw new HeteroGraphError('UNKNOWN_ID', `Row ${row} of ${side} has an id that the others do not have.`, {
        row,
        hint: `Leave the row out, or name all ${side} when the others are made.`,
      });
    });
  return merged(
    rows,
    { index: like.users, numbers: numbersOf(rows.users, 'users') },
    { index: like.items, numbers: numbersOf(rows.items, 'items') },
  );
}

function merged(
  { weights, times, atLeast }: InteractionRows,
  users: ReturnType<typeof orderedIds>,
  items: ReturnType<typeof orderedIds>,
): Interactions {
  const numbered = {
    users: users.numbers,
    items: items.numbers,
    weights,
    times: times && Float64Array.from({ length: times.length }, (_, i) => Number(times[i] ?? Number.NaN)),
  };
  const { index } = users;
  const rows = rowsThatCount(numbered, { atLeast });
  return { users: index, items: items.index, ...mergeRows(rows, index.size, items.index.size) };
}
