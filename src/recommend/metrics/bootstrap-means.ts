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

export interface UserBootstrapOptions extends RunOptions {
  readonly seed: number;
  /** Default 1,000. */
  readonly resamples?: number;
  /** Share of resamples inside the interval, in (0, 1); default 0.95. */
  readonly level?: number;
  /**
   * Whole numbers, [U]: values with the same number belong together, such as those of one user at several times, and are redrawn together. Groups are drawn in
   * the order of their numbers. Default: each value for itself.
   */
  readonly groups?: ArrayLike<number>;
}

const bootstrapSchema = z.strictObject({
  ...option.runOptions,
  seed: option.seed,
  resamples: z.optional(option.count),
  level: z.optional(option.between(0, 1)),
  groups: z.optional(z.custom<ArrayLike<number>>()),
});

/**
 * Percentile bootstrap intervals of means over users (Efron, Annals of Statistics 7, 1979): users are redrawn with replacement, all figures on the same
 * draws; where values are in groups, whole groups (the cluster bootstrap, Davison and Hinkley, Bootstrap Methods and their Application, 1997). They say how
 * much a figure depends on which users were asked, not on the seed of the training. O(groups x resamples x figures); resample r depends on (seed, r) alone.
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
  const { seed, resamples = 1000, level = 0.95, groups, signal, onProgress } = options;
  const entries = Object.entries(figures);
  const numUsers = checkFigures(entries);
  if (groups) checkGroups(groups, numUsers);
  const counted = Int32Array.from({ length: numUsers }, (_, user) => user).filter((user) =>
    entries.some(([, values]) => !Number.isNaN(values[user]!)),
  );
  const { places, numGroups } = placesOf(counted, groups);
  const drawnFrom = entries.map(([, values]) => totals(values, counted, places, numGroups));
  const means = entries.map(() => new Float64Array(resamples));
  const drawn = new Int32Array(numGroups);
  const yieldTimer = new YieldTimer(signal);
  for (let r = 0; r < resamples; r++) {
    if (yieldTimer.isDue()) {
      onProgress?.({ stage: 'bootstrap', done: r, total: resamples, unit: 'resamples' });
      await yieldTimer.yieldNow();
    }
    const random = new RandomStream(seed, 'recommend', 'bootstrap', r);
    for (let i = 0; i < drawn.length; i++) drawn[i] = random.nextInt(numGroups);
    for (const [i, of] of drawnFrom.entries()) means[i]![r] = meanOfDrawn(of, drawn);
  }
  throwIfAborted(signal);
  onProgress?.({ stage: 'bootstrap', done: resamples, total: resamples, unit: 'resamples' });
  return Object.fromEntries(
    entries.map(([name], i) => [name, { estimate: meanOfAll(drawnFrom[i]!), ...percentiles(means[i]!, level) }]),
  );
}

/** Of each group the sum of its values that are there, and how many these are, [groups]. */
interface Totals {
  readonly sums: Float64Array;
  readonly counts: Int32Array;
}

function totals(values: ArrayLike<number>, counted: Int32Array, places: Int32Array, numGroups: number): Totals {
  const [sums, counts] = [new Float64Array(numGroups), new Int32Array(numGroups)];
  for (const [i, user] of counted.entries()) {
    const value = values[user]!;
    if (Number.isNaN(value)) continue;
    sums[places[i]!]! += value;
    counts[places[i]!]!++;
  }
  return { sums, counts };
}

/** Of each user that counts the place of its group among the groups that do, in the order of their numbers. */
function placesOf(
  counted: Int32Array,
  groups: ArrayLike<number> | undefined,
): { readonly places: Int32Array; readonly numGroups: number } {
  if (!groups) return { places: Int32Array.from(counted.keys()), numGroups: counted.length };
  const own = Float64Array.from(counted, (user) => groups[user]!);
  const numbers = [...new Set(own)].sort((a, b) => a - b);
  const placeOf = new Map(numbers.map((group, place) => [group, place]));
  return { places: Int32Array.from(own, (group) => placeOf.get(group)!), numGroups: numbers.length };
}

function meanOfDrawn({ sums, counts }: Totals, drawn: Int32Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < drawn.length; i++) {
    sum += sums[drawn[i]!]!;
    count += counts[drawn[i]!]!;
  }
  return sum / count;
}

function meanOfAll(all: Totals): number {
  return meanOfDrawn(all, Int32Array.from(all.sums.keys()));
}

function checkGroups(groups: ArrayLike<number>, numUsers: number): void {
  expectArgument(groups, 'numbers', 'groups');
  const bad = Array.from(groups).findIndex((group) => !Number.isInteger(group));
  if (bad >= 0)
    throw new HeteroGraphError('INVALID_OPTION', `groups[${bad}] is ${groups[bad]}.`, {
      hint: 'Give a whole number for every value: the same for those that belong together.',
    });
  if (groups.length === numUsers) return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `groups has ${groups.length} numbers of ${numUsers} users.`, {
    ...{ column: 'groups', hint: 'Give one number for every value.' },
  });
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
