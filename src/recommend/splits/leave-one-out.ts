import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import type { Interactions } from '../interactions/interactions.js';
import { expectInteractions } from './expect-interactions.js';
import { holdOutPerUser } from './hold-out-per-user.js';
import { type InteractionSplit, splitByFlags } from './pick-pairs.js';

export interface LeaveOneOutOptions {
  /** Where there are no times, one item of each user is drawn. */
  readonly seed: number;
}

const schema = z.strictObject({ seed: option.seed });

/**
 * Holds out one item of every user who took two or more: the latest, of equally late ones the one with the highest id; without times a random one.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example
 * const { train, test } = leaveOneOut(taken, { seed: 1 });
 */
export function leaveOneOut(interactions: Interactions, options: LeaveOneOutOptions): InteractionSplit {
  expectInteractions(interactions);
  checkOptions(schema, options);
  const { matrix, times } = interactions;
  if (!times) return holdOutPerUser(interactions, { count: 1, seed: options.seed });
  const isTest = new Uint8Array(matrix.indices.length);
  for (let user = 0; user < matrix.numRows; user++) {
    const [from, to] = [matrix.indptr[user]!, matrix.indptr[user + 1]!];
    if (to - from < 2) continue;
    let latest = from;
    for (let entry = from; entry < to; entry++) if (times[entry]! >= times[latest]!) latest = entry;
    isTest[latest] = 1;
  }
  return splitByFlags(interactions, isTest);
}
