import { HeteroGraphError } from '../../core/index.js';
import type { NumberedRows } from './merge-rows.js';

/** What a row of data must have to count. */
export interface RowRules {
  /** Rows of a lower weight are left out, and those that stay count 1 each. */
  readonly atLeast?: number | undefined;
}

/**
 * The rows that count: all, or with `atLeast` those of such a weight.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH; INVALID_WEIGHT where a weight is not above 0; MISSING_TIME
 */
export function rowsThatCount(rows: NumberedRows, { atLeast }: RowRules): NumberedRows {
  const { users, items, weights, times } = rows;
  expectLength('items', items, users.length);
  if (weights) expectLength('weights', weights, users.length);
  if (times) expectLength('times', times, users.length);
  if (atLeast !== undefined) {
    if (!weights) {
      throw new HeteroGraphError('INVALID_OPTION', 'atLeast needs weights that can be compared with it.', {
        column: 'atLeast',
        hint: 'Give the weights, such as ratings, or leave atLeast out.',
      });
    }
    const kept = Int32Array.from(users.keys()).filter((row) => weights[row]! >= atLeast);
    const picked = {
      users: kept.map((row) => users[row]!),
      items: kept.map((row) => items[row]!),
      times: times && Float64Array.from(kept, (row) => times[row]!),
    };
    checkTimes(picked.times, kept);
    return picked;
  }
  for (let row = 0; weights && row < weights.length; row++) {
    if (weights[row]! > 0 && weights[row]! < Number.POSITIVE_INFINITY) continue;
    throw new HeteroGraphError('INVALID_WEIGHT', `The weight of row ${row} is ${shown(weights[row])}.`, {
      row,
      hint: 'A weight says how strongly a user took an item and is above 0; of ratings, atLeast says which ones count.',
    });
  }
  checkTimes(times, undefined);
  return rows;
}

function checkTimes(times: ArrayLike<number> | undefined, rows: Int32Array | undefined): void {
  for (let i = 0; times && i < times.length; i++) {
    if (Number.isFinite(times[i])) continue;
    const row = rows ? rows[i]! : i;
    throw new HeteroGraphError('MISSING_TIME', `Row ${row} has no time.`, {
      row,
      hint: 'Times are numbers of milliseconds since 1970, or dates: new Date(text) makes one of a text. Leave all of them out where some are unknown.',
    });
  }
}

/** An empty cell of a file is seen as well. */
function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function expectLength(what: string, values: ArrayLike<unknown>, length: number): void {
  if (values.length === length) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${length} users and ${values.length} ${what}.`, {
    column: what,
    hint: 'Row i of every array is one interaction.',
  });
}
