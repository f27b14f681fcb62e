import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { timeText } from '../tasks/date-text.js';

/** Dates reach so far, in seconds. */
const LATEST = 8.64e12;
const A_TIME = 'a time in seconds since 1970';

/** Of what is made again of a database that has gone on: when, and of which rows. */
export const applyOptionsSchema = z.strictObject({
  ...option.runOptions,
  at: z.optional(z.number(A_TIME).check(z.minimum(-LATEST, A_TIME), z.maximum(LATEST, A_TIME))),
  rows: z.optional(option.rows),
});

/** A time that was taken, and where it comes from. */
export interface AppliedTime {
  /** Seconds since 1970. */
  readonly at: number;
  /** Whether somebody gave it; else it is the last time there is, if any. */
  readonly isGiven: boolean;
  /** The last time of what is measured, -Infinity where there is none. */
  readonly last: number;
  /** What is measured, for people. */
  readonly of: string;
  readonly protocol: string;
}

/** What is assumed of the time, a sentence each. */
export function timeRemarks(what: 'forecast' | 'lists', { at, isGiven, last, of, protocol }: AppliedTime): string[] {
  const are = what === 'lists' ? 'are' : 'is';
  const remarks: string[] = [];
  if (last === Number.NEGATIVE_INFINITY)
    remarks.push(`No row of ${of} has a time: the ${what} ${are} of ${timeText(at)}.`);
  else if (!isGiven) remarks.push(`The ${what} ${are} of ${timeText(at)}, the last time of ${of}.`);
  else if (at > last) remarks.push(`The last time of ${of} is ${timeText(last)}, before the ${what}.`);
  if (protocol === 'frozen')
    remarks.push(`All up to the ${what} is seen, while the scores are of histories that ended before.`);
  return remarks;
}
