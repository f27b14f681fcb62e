import * as z from 'zod/mini';
import {
  checkOptions,
  expectArgument,
  HeteroGraphError,
  option,
  RandomStream,
  type RunOptions,
  throwIfAborted,
  YieldTimer,
} from '../../core/index.js';
import type { Interval } from '../../training/index.js';
import { bootstrapMeans } from './bootstrap-means.js';

export interface PairedTestOptions extends RunOptions {
  readonly seed: number;
  /** Random permutations, default 10,000. Where all 2^users of the users who differ are fewer, they are all taken instead. */
  readonly permutations?: number;
  /** Of the interval, in (0, 1); default 0.95. */
  readonly level?: number;
}

/** Whether one recommender is better than another for the same users. */
export interface PairedTest {
  /** Mean of first minus second, with its bootstrap interval over users. */
  readonly difference: Interval;
  /** How likely a mean difference at least so far from 0 would be if it were chance which of the two is which for each user. */
  readonly pValue: number;
  /** Users for whom the first is better, as good, and worse. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Users of whom both have the figure. */
  readonly numUsers: number;
  /** Permutations that were taken. */
  readonly permutations: number;
  /** Whether these are all. */
  readonly isExact: boolean;
}

const schema = z.strictObject({
  ...option.runOptions,
  seed: option.seed,
  permutations: z.optional(option.count),
  level: z.optional(option.between(0, 1)),
});

/**
 * Compares two recommenders by a figure of the same users: Fisher's paired randomisation test, which assumes nothing about how differences are
 * distributed (Smucker, Allan, Carterette, "A comparison of statistical significance tests for information retrieval evaluation", CIKM 2007). Two-sided.
 * It speaks of these two fits and of users like these; whether another seed of the training changes the verdict is asked by `pairedComparison` of
 * several seeds. O(users x permutations).
 *
 * @param first [U] values of a figure, such as `ndcgAtK` gives them
 * @param second [U] of the other recommender, the same users in the same order; users of whom either is NaN are left out
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, ABORTED; NO_ROWS where no user is left
 * @example
 * const { difference, pValue } = await pairedUserTest(ndcgAtK(a, relevant, 20), ndcgAtK(b, relevant, 20), { seed: 1 });
 */
export async function pairedUserTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: PairedTestOptions,
): Promise<PairedTest> {
  expectArgument(first, 'numbers', 'first');
  expectArgument(second, 'numbers', 'second');
  checkOptions(schema, options);
  const { seed, permutations = 10_000, level = 0.95, signal, onProgress } = options;
  const differences = differencesOf(first, second);
  const run = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const { difference } = await bootstrapMeans({ difference: differences }, { seed, level, ...run });
  // Equal users change no sum.
  const unequal = differences.filter((value) => value !== 0);
  const isExact = unequal.length < 31 && 2 ** unequal.length <= permutations;
  const taken = isExact ? 2 ** unequal.length : permutations;
  const extreme = await countExtreme(unequal, taken, isExact, seed, run);
  const wins = unequal.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  return {
    difference: difference!,
    // The order that was seen is one of all; of random ones it is added, so that the chance is never 0 (Phipson, Smyth 2010).
    pValue: isExact ? extreme / taken : (extreme + 1) / (taken + 1),
    wins,
    ties: differences.length - unequal.length,
    losses: unequal.length - wins,
    numUsers: differences.length,
    permutations: taken,
    isExact,
  };
}

function differencesOf(first: ArrayLike<number>, second: ArrayLike<number>): Float64Array {
  if (first.length !== second.length) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${first.length} and ${second.length} users.`, {
      hint: 'Give the figures of both recommenders for the same users.',
    });
  }
  const differences = Float64Array.from(first, (value, user) => value - second[user]!).filter(Number.isFinite);
  if (differences.length > 0) return differences;
  throw new HeteroGraphError('NO_ROWS', 'No user has the figure of both recommenders.', {
    hint: 'Give figures of users with relevant items.',
  });
}

/** How many sign changes give a sum at least as far from 0 as the signs that were seen. */
async function countExtreme(
  values: Float64Array,
  count: number,
  isExact: boolean,
  seed: number,
  { signal, onProgress }: RunOptions,
): Promise<number> {
  const sizes = values.map(Math.abs);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // Sums of the same numbers in another order differ in their last digits.
  const seen = Math.abs(values.reduce((sum, value) => sum + value, 0)) - 1e-12 * total;
  const random = new RandomStream(seed, 'recommend', 'permutation');
  const words = Math.ceil(sizes.length / 32);
  const yieldTimer = new YieldTimer(signal);
  let extreme = 0;
  for (let p = 0; p < count; p++) {
    if (yieldTimer.isDue()) {
      onProgress?.({ stage: 'permutation test', done: p, total: count, unit: 'permutations' });
      await yieldTimer.yieldNow();
    }
    // What is taken from both sides of the sum: twice those that change.
    let sum = total;
    for (let word = 0; word < words; word++) {
      let bits = isExact ? p : random.nextUint32();
      const end = Math.min(sizes.length, 32 * word + 32);
      for (let i = 32 * word; i < end; i++, bits >>>= 1) if (bits & 1) sum -= 2 * sizes[i]!;
    }
    if (Math.abs(sum) >= seen) extreme++;
  }
  throwIfAborted(signal);
  return extreme;
}
