import { checkRows, expectMembers, HeteroGraphError } from '../../core/index.js';
import type { Database } from '../database/types.js';
import { tableOf } from './lookup.js';
import type { FeaturePlan } from './plan.js';
import type { Anchors } from './types.js';

/** @throws {HeteroGraphError} INVALID_OPTION, MODEL_MISMATCH, WRONG_DTYPE, SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, NON_FINITE */
export function checkAnchors(database: Database, plan: FeaturePlan, anchors: Anchors): void {
  expectMembers(anchors, 'anchors', { table: 'text', rows: 'numbers', times: 'numbers' });
  const { table, rows, times, seenUntil } = anchors;
  if (table !== plan.table) {
    throw new HeteroGraphError(
      'MODEL_MISMATCH',
      `The anchors are rows of ${table}, the features those of ${plan.table}.`,
      {
        type: table,
        hint: `Give rows of ${plan.table}, or plan features of ${table}.`,
      },
    );
  }
  checkRows(rows, tableOf(database, table).numRows, 'anchors.rows', { type: table });
  checkTimes(times, 'anchors.times', rows.length, Number.isFinite);
  if (seenUntil !== undefined) checkTimes(seenUntil, 'anchors.seenUntil', rows.length, (time) => !Number.isNaN(time));
}

function checkTimes(times: Float64Array, what: string, length: number, isTime: (time: number) => boolean): void {
  if (!(times instanceof Float64Array)) {
    throw new HeteroGraphError('WRONG_DTYPE', `${what} must be a Float64Array of seconds since 1970.`, {
      hint: 'Float64Array.from(dates, (date) => date.getTime() / 1000) makes one.',
    });
  }
  if (times.length !== length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${what} has ${times.length} times for ${length} rows.`, {
      hint: 'Give a time for every row.',
    });
  }
  const at = times.findIndex((time) => !isTime(time));
  if (at < 0) return;
  throw new HeteroGraphError('NON_FINITE', `${what} is ${times[at]} at position ${at}.`, {
    row: at,
    hint: 'Give seconds since 1970.',
  });
}
