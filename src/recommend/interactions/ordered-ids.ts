import { HeteroGraphError } from '../../core/index.js';
import type { IdIndex } from '../../graph/index.js';
import { compareIds, IdMap, idKey } from '../../graph/internal.js';
import type { ExternalId } from './id.js';

/** Ids numbered in their order, and the number of each row's id. */
export interface OrderedIds {
  readonly index: IdIndex;
  /** [rows]. */
  readonly numbers: Int32Array;
}

/**
 * Numbers the distinct ids of rows in ascending order, numbers before texts; texts by their code units, which no locale changes.
 *
 * @param more ids that have a number too though no row has them
 * @param what names the array in messages
 * @throws {HeteroGraphError} NULL_VALUE for a missing id, a blank text or NaN, WRONG_DTYPE for what is no id; `location.row` is the position
 */
export function orderedIds(rows: ArrayLike<ExternalId>, more: ArrayLike<ExternalId>, what: string): OrderedIds {
  const first = new IdMap(0);
  const distinct: (string | number)[] = [];
  const codeOf = (id: ExternalId, row: number, of: string) => {
    checkId(id, row, of);
    const known = first.add(id, distinct.length);
    if (known >= 0) return known;
    return distinct.push(idKey(id)) - 1;
  };
  const codes = new Int32Array(rows.length);
  for (let row = 0; row < rows.length; row++) codes[row] = codeOf(rows[row]!, row, what);
  for (let i = 0; i < more.length; i++) codeOf(more[i]!, i, `the list of all ${what}`);
  const order = Int32Array.from(distinct.keys()).sort((a, b) => compareIds(distinct[a]!, distinct[b]!));
  const numberOf = new Int32Array(distinct.length);
  for (let n = 0; n < order.length; n++) numberOf[order[n]!] = n;
  const index = indexOfIds(Array.from(order, (code) => distinct[code]!));
  return { index, numbers: codes.map((code) => numberOf[code]!) };
}

/** An index of distinct ids in the order given. */
export function indexOfIds(ids: readonly (string | number)[]): IdIndex {
  const map = new IdMap(ids.length);
  for (let n = 0; n < ids.length; n++) map.add(ids[n]!, n);
  return { size: ids.length, idOf: (n) => ids[n]!, indexOf: (id) => map.get(id), duplicates: [] };
}

/** @throws {HeteroGraphError} NULL_VALUE, WRONG_DTYPE */
export function checkId(id: unknown, row: number, what: string): void {
  const isBlank = typeof id === 'string' && id.trim() === '';
  if (id === null || id === undefined || isBlank || (typeof id === 'number' && Number.isNaN(id))) {
    throw new HeteroGraphError('NULL_VALUE', `Row ${row} of ${what} has no id.`, {
      row,
      hint: 'Leave rows without a user or an item out.',
    });
  }
  if (typeof id === 'string' || typeof id === 'bigint' || Number.isFinite(id)) return;
  throw new HeteroGraphError('WRONG_DTYPE', `Row ${row} of ${what} is no id.`, {
    row,
    hint: 'Ids are finite numbers or texts.',
  });
}
