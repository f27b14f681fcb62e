import { type Csr, expectArgument, HeteroGraphError, wrongArgument } from '../../core/index.js';
import { idKey } from '../../graph/internal.js';
import type { ExternalId } from '../interactions/id.js';

/**
 * A list of items for every user, best first where it is a recommendation: an array of arrays of ids or numbers (typed arrays too; "12" and 12 are the
 * same item), or compressed sparse rows of item numbers such as `matrix` of interactions.
 */
export type ItemLists = readonly ArrayLike<ExternalId>[] | Csr;

/** The lists one by one. @throws {HeteroGraphError} INVALID_OPTION naming `what` */
export function eachList(lists: ItemLists, what: string): readonly ArrayLike<ExternalId>[] {
  expectArgument(lists, 'object', what);
  if (!Array.isArray(lists)) return rowsOf(lists as Csr, what);
  const bad = lists.findIndex((list) => !isList(list));
  if (bad < 0) return lists;
  throw new HeteroGraphError('INVALID_OPTION', `${what} holds no list at ${bad}.`, {
    ...{ column: what, row: bad },
    hint: 'Give an array of ids for every user, empty where there is none; of what recommend gives, lists.map(({ items }) => items).',
  });
}

/** What an item is compared by. @throws {HeteroGraphError} INVALID_OPTION where it is neither text nor number */
export function itemKey(item: ExternalId, what: string, user: number): string | number {
  if (typeof item === 'number' || typeof item === 'string' || typeof item === 'bigint') return idKey(item);
  throw new HeteroGraphError('INVALID_OPTION', `${what} holds what is no id.`, {
    ...{ column: what, row: user },
    hint: 'Ids are texts or numbers.',
  });
}

/** @throws {HeteroGraphError} INVALID_OPTION where k is no whole number from 1 */
export function expectK(k: number): void {
  if (!(Number.isInteger(k) && k >= 1)) throw wrongArgument(k, 'k', 'a whole number from 1');
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH */
export function expectOneEach(count: number, numUsers: number, what: string): void {
  if (count === numUsers) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `${what} has ${count} entries for ${numUsers} users.`, {
    column: what,
    hint: 'Give one for every user, in the order of the lists.',
  });
}

function isList(value: unknown): value is ArrayLike<ExternalId> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function rowsOf({ indptr, indices }: Csr, what: string): readonly Int32Array[] {
  if (!(indptr instanceof Int32Array && indices instanceof Int32Array && indptr.length > 0)) {
    throw new HeteroGraphError('INVALID_OPTION', `${what} are no lists.`, {
      column: what,
      hint: 'Give an array of arrays of ids, or compressed sparse rows.',
    });
  }
  return Array.from({ length: indptr.length - 1 }, (_, row) => indices.subarray(indptr[row], indptr[row + 1]));
}
