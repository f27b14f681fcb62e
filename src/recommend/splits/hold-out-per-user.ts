import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import type { Interactions } from '../interactions/interactions.js';
import { expectInteractions } from './expect-interactions.js';
import { idChance } from './id-chance.js';
import { type InteractionSplit, splitByFlags } from './pick-pairs.js';

export interface HoldOutPerUserOptions {
  /** Share of each user's items that is held out, rounded down; default 0.2. */
  readonly share?: number;
  /** Number of each user's items that are held out, in place of `share`. */
  readonly count?: number;
  /** Items of a user that are never held out: of those with fewer, none are; default 1. */
  readonly keep?: number;
  readonly seed: number;
}

const schema = z.strictObject({
  share: z.optional(option.fraction),
  count: z.optional(option.count),
  keep: z.optional(option.countFrom(0)),
  seed: option.seed,
});

/**
 * Holds out a random part of each user's items. What is drawn follows from the seed and the ids alone. O(pairs x log of a history's length).
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example
 * const { train: rest, test } = holdOutPerUser(bought, { share: 0.2, seed: 1 });
 * const { train, test: validation } = holdOutPerUser(rest, { share: 0.1, seed: 2 });
 */
export function holdOutPerUser(interactions: Interactions, options: HoldOutPerUserOptions): InteractionSplit {
  expectInteractions(interactions);
  checkOptions(schema, options);
  const { share = 0.2, count, keep = 1, seed } = options;
  if (options.share !== undefined && count !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'Both share and count are given.', {
      column: 'count',
      hint: 'Give one of them.',
    });
  }
  const { users, items, matrix } = interactions;
  const isTest = new Uint8Array(matrix.indices.length);
  for (let user = 0; user < matrix.numRows; user++) {
    const [from, to] = [matrix.indptr[user]!, matrix.indptr[user + 1]!];
    const size = to - from;
    // The last bits of share * size are rounding: 0.1 * 30 is 3.
    const wanted = count ?? Math.floor(share * size + 1e-9);
    const taken = Math.min(wanted, Math.max(0, size - keep));
    if (taken === 0) continue;
    const id = users.idOf(user);
    const chances = Float64Array.from({ length: size }, (_, i) =>
      idChance(seed, 'hold out', id, items.idOf(matrix.indices[from + i]!)),
    );
    const order = Int32Array.from(chances.keys()).sort((a, b) => chances[a]! - chances[b]! || a - b);
    for (const i of order.subarray(0, taken)) isTest[from + i] = 1;
  }
  return splitByFlags(interactions, isTest);
}
