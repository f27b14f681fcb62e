import { HeteroGraphError } from '../../core/index.js';
import { dayText } from './date-text.js';

/** When forecasts are made, in seconds since 1970, ascending. */
export interface AnchorTimes {
  readonly train: readonly number[];
  readonly valid: readonly number[];
  readonly test: readonly number[];
}

export interface AnchorTimesOptions {
  /** First anchor of validation and test, in seconds since 1970. Default: see {@link anchorTimes}. */
  readonly validFrom?: number;
  readonly testFrom?: number;
  /** Anchors of the validation, and of the test, at most; default 40. */
  readonly mostEvaluated?: number;
  /** Anchors of the training at most, the latest; default 100. */
  readonly mostTrained?: number;
}

/** Share of all windows that the test has where nothing is said, and the validation as many. */
const TEST_SHARE = 0.15;

/**
 * Anchors a window apart, so that no two windows of a part overlap and none reaches into the next part. The test ends a window before
 * the last event; where its beginning is not given, it has 15 % of all windows, and the validation before it as many.
 *
 * @param first time of the first event, and `last` of the last
 * @throws {HeteroGraphError} NO_ROWS where there is no room for three parts; INVALID_OPTION
 */
export function anchorTimes(
  { first, last, horizon }: { readonly first: number; readonly last: number; readonly horizon: number },
  { validFrom, testFrom, mostEvaluated = 40, mostTrained = 100 }: AnchorTimesOptions = {},
): AnchorTimes {
  const numWindows = Math.floor((last - first) / horizon);
  if (numWindows < 4) {
    throw new HeteroGraphError(
      'NO_ROWS',
      'The events span too short a time for windows to learn from and to test on.',
      {
        hint: `They span ${days(last - first)} days, and a window has ${days(horizon)}: ask over a shorter time, a quarter of theirs at most.`,
      },
    );
  }
  const share = Math.max(1, Math.min(mostEvaluated, Math.round(TEST_SHARE * numWindows)));
  const test =
    testFrom === undefined
      ? back(last - horizon, horizon, share)
      : on(testFrom, last - horizon, horizon, mostEvaluated);
  const testStart = testFrom ?? test[0]!;
  const valid =
    validFrom === undefined
      ? back(testStart - horizon, horizon, share)
      : on(validFrom, testStart - horizon, horizon, mostEvaluated);
  const validStart = validFrom ?? valid[0]!;
  const numTrained = Math.min(mostTrained, Math.floor((validStart - horizon - first) / horizon) + 1);
  const train = back(validStart - horizon, horizon, numTrained);
  const empty = [
    ['train', train],
    ['valid', valid],
    ['test', test],
  ].find(([, times]) => times!.length === 0);
  if (empty) {
    throw new HeteroGraphError('INVALID_OPTION', `There is no window for the part ${empty[0]}.`, {
      hint: `Events are from ${dayText(first)} to ${dayText(last)}, and a window has ${days(horizon)} days: give times for the validation and the test between, the validation first.`,
    });
  }
  return { train, valid, test };
}

/** So many times before and up to a time. */
function back(until: number, step: number, count: number): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, i) => until - (count - 1 - i) * step);
}

function on(from: number, until: number, step: number, most: number): number[] {
  const count = Math.min(most, Math.floor((until - from) / step) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, i) => from + i * step);
}

function days(seconds: number): string {
  return String(Math.round(seconds / 8640) / 10);
}
