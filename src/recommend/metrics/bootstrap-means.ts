import * as z from 'zod/mini';
import {
  checkOptions,
  expectArgument,
  HeteroGraphError,
  option,
  percentiles,
  RandomStream,
  type RunOptions,
  throwIfAborted,
  YieldTimer,
} from '../../core/index.js';
import type { Interval } from '../../training/index.js';
import { meanOverUsers } from './mean-over-users.js';

export interface UserBootstrapOptions extends RunOptions {
  readonly seed: number;
  /** Default 1,000. */
  readonly resamples?: number;
  /** Share of resamples inside the interval, in (0, 1); default 0.95. */
  readonly level?: number;
}

const bootstrapSchema = z.strictObject({
  ...option.runOptions,
  seed: option.seed,
  resamples: z.optional(option.count),
  level: z.optional(option.between(0, 1)),
});

/**
 * Percentile bootstrap intervals of means over users (Efron, Annals of Statistics 7, 1979): users are redrawn with replacement, all figures on the same
 * draws. They say how much a figure depends on which users were asked, not on the seed of the training. O(users x resamples x figures);
 * resample r depends on (seed, r) alone.
 *
 * @param figures values of every user by name, [U] each; NaN of users who do not count for the figure
 * @returns intervals by name
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, ABORTED
 * @example const { recall } = await bootstrapMeans({ recall: recallAtK(lists, relevant, 20) }, { seed: 1 });
 */
export async function bootstrapMeans(
  figures: Readonly<Record<string, ArrayLike<number>>>,
  options: UserBootstrapOptions,
): Promise<Record<string, Interval>> {
  expectArgument(figures, 'object', 'figures');
  checkOptions(bootstrapSchema, options);
  const { seed, resamples = 1000, level = 0.95, signal, onProgress } = options;
  const entries = Object.entries(figures);
  const numUsers = checkFigures(entries);
  const counted = Int32Array.from({ length: numUsers }, (_, user) => user).filter((user) =>
    entries.some(([, values]) => !Number.isNaN(values[user]!)),
  );
  const means = entries.map(() => new Float64Array(resamples));
  const drawn = new Int32Array(counted.length);
  const yieldTimer = new YieldTimer(signal);
  for (let r = 0; r < resamples; r++) {
    if (yieldTimer.isDue()) {
      onProgress?.({ stage: 'bootstrap', done: r, total: resamples, unit: 'resamples' });
      await yieldTimer.yieldNow();
    }
    const random = new RandomStream(seed, 'recommend', 'bootstrap', r);
    for (let i = 0; i < drawn.length; i++) drawn[i] = counted[random.nextInt(counted.length)]!;
    for (const [i, [, values]] of entries.entries()) means[i]![r] = meanOfDrawn(values, drawn);
  }
  throwIfAborted(signal);
  onProgress?.({ stage: 'bootstrap', done: resamples, total: resamples, unit: 'resamples' });
  return Object.fromEntries(
    entries.map(([name, values], i) => [name, { estimate: meanOverUsers(values), ...percentiles(means[i]!, level) }]),
  );
}

function meanOfDrawn(values: ArrayLike<number>, drawn: Int32Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < drawn.length; i++) {
    const value = values[drawn[i]!]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

function checkFigures(entries: readonly (readonly [string, ArrayLike<number>])[]): number {
  for (const [name, values] of entries) expectArgument(values, 'numbers', `figures.${name}`);
  const numUsers = entries[0]?.[1].length ?? 0;
  const other = entries.find(([, values]) => values.length !== numUsers);
  if (!other) return numUsers;
  throw new HeteroGraphError('SHAPE_MISMATCH', `${other[0]} has ${other[1].length} values of ${numUsers} users.`, {
    column: other[0],
    hint: 'Give one value for every user; NaN where there is none.',
  });
}
