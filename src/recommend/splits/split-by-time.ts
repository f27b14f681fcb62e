import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import type { Interactions } from '../interactions/interactions.js';
import { expectInteractions, expectTimes } from './expect-interactions.js';
import { type InteractionSplit, splitByFlags } from './pick-pairs.js';

export interface SplitByTimeOptions {
  /** Moment from which on pairs are held out: milliseconds since 1970, or a date. */
  readonly from?: number | Date;
  /** In place of it, the share of the pairs that are held out, the latest ones; pairs of the same moment stay together. Default 0.2. */
  readonly share?: number;
}

export interface TimeSplit extends InteractionSplit {
  /** Milliseconds since 1970: what came before is `train`, the rest `test`. */
  readonly from: number;
}

const schema = z.strictObject({
  from: z.optional(z.union([z.number(), z.date()], 'milliseconds since 1970, or a date')),
  share: z.optional(option.fraction),
});

/**
 * One moment for all users: what came before it is learned from, what came from then on is held out. A pair with rows on both sides has the time
 * of its latest, and is held out as a whole.
 *
 * @throws {HeteroGraphError} MISSING_TIME; INVALID_OPTION
 * @example
 * const { train, test } = splitByTime(bought, { from: new Date('2024-06-01') });
 */
export function splitByTime(interactions: Interactions, options: SplitByTimeOptions = {}): TimeSplit {
  expectInteractions(interactions);
  checkOptions(schema, options);
  const times = expectTimes(interactions);
  if (options.from !== undefined && options.share !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'Both from and share are given.', {
      column: 'share',
      hint: 'Give one of them.',
    });
  }
  const from = options.from === undefined ? momentOf(times, options.share ?? 0.2) : Number(options.from);
  return {
    ...splitByFlags(
      interactions,
      Uint8Array.from(times, (time) => (time >= from ? 1 : 0)),
    ),
    from,
  };
}

/** The earliest moment from which on no more than a share of the times lie. */
function momentOf(times: Float64Array, share: number): number {
  const ascending = times.slice().sort();
  const first = ascending.length - Math.floor(share * ascending.length + 1e-9);
  if (first >= ascending.length) return Number.POSITIVE_INFINITY;
  const isParted = first === 0 || ascending[first]! > ascending[first - 1]!;
  if (isParted) return ascending[first]!;
  return ascending.find((time) => time > ascending[first]!) ?? Number.POSITIVE_INFINITY;
}
