import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import type { Interactions } from '../interactions/interactions.js';
import { expectInteractions } from './expect-interactions.js';
import { holdOutPerUser } from './hold-out-per-user.js';
import { idChance } from './id-chance.js';
import { type InteractionSplit, pickPairs, splitByFlags } from './pick-pairs.js';

export interface HoldOutUsersOptions {
  /** Share of the users who are held out; default 0.1. */
  readonly share?: number;
  /** Share of their items that are to be found, rounded down; the others are their history, to be folded in. Default 0.2. */
  readonly asked?: number;
  readonly seed: number;
}

/** Users of whom nothing is learned: their lists come from their history alone. */
export interface ColdUserSplit extends InteractionSplit {
  /** What the held-out users took before; of other users nothing. */
  readonly history: Interactions;
}

export interface HoldOutItemsOptions {
  /** Share of the items that are held out with all of their pairs; default 0.1. */
  readonly share?: number;
  readonly seed: number;
}

const userSchema = z.strictObject({
  share: z.optional(option.fraction),
  asked: z.optional(option.fraction),
  seed: option.seed,
});
const itemSchema = z.strictObject({ share: z.optional(option.fraction), seed: option.seed });

/**
 * Holds out whole users, drawn by their ids: `train` has nothing of them, `history` what may be folded in, `test` what is to be found.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example
 * const { train, history, test } = holdOutUsers(taken, { share: 0.1, asked: 0.2, seed: 1 });
 */
export function holdOutUsers(interactions: Interactions, options: HoldOutUsersOptions): ColdUserSplit {
  expectInteractions(interactions);
  checkOptions(userSchema, options);
  const { share = 0.1, asked = 0.2, seed } = options;
  const { users, matrix } = interactions;
  const isCold = drawn(users.size, share, (user) => idChance(seed, 'cold users', users.idOf(user)));
  const flags = new Uint8Array(matrix.indices.length);
  for (let user = 0; user < matrix.numRows; user++) {
    if (isCold[user]) flags.fill(1, matrix.indptr[user], matrix.indptr[user + 1]);
  }
  const { train: history, test } = holdOutPerUser(pickPairs(interactions, flags, 1), { share: asked, seed });
  return { train: pickPairs(interactions, flags, 0), history, test };
}

/**
 * Holds out whole items, drawn by their ids, with all pairs they are in: recommenders that use side information can find them, others cannot.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example
 * const { train, test } = holdOutItems(taken, { share: 0.1, seed: 1 });
 */
export function holdOutItems(interactions: Interactions, options: HoldOutItemsOptions): InteractionSplit {
  expectInteractions(interactions);
  checkOptions(itemSchema, options);
  const { share = 0.1, seed } = options;
  const { items, matrix } = interactions;
  const isCold = drawn(items.size, share, (item) => idChance(seed, 'cold items', items.idOf(item)));
  return splitByFlags(
    interactions,
    Uint8Array.from(matrix.indices, (item) => isCold[item]!),
  );
}

/** 1 for the share of rows with the lowest chances. */
function drawn(size: number, share: number, chanceOf: (row: number) => number): Uint8Array {
  const chances = Float64Array.from({ length: size }, (_, row) => chanceOf(row));
  const order = Int32Array.from(chances.keys()).sort((a, b) => chances[a]! - chances[b]! || a - b);
  const flags = new Uint8Array(size);
  for (const row of order.subarray(0, Math.floor(share * size + 1e-9))) flags[row] = 1;
  return flags;
}
