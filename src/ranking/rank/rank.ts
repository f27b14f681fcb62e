import { HeteroGraphError, throwIfAborted, withPauses } from '../../core/index.js';
import { groupsOf } from '../groups/groups.js';
import { disconnection, notComparable } from '../groups/name-groups.js';
import type { RankingInput } from '../input/input.js';
import { amongMembers, type Preferences } from '../input/preferences.js';
import { readInput } from '../input/read-input.js';
import { tasksOf } from '../input/tasks-of.js';
import { type Intervals, intervalsOf } from '../intervals/intervals.js';
import { methods } from './methods.js';
import { checkedRankOptions, MOST_WITH_INTERVALS, type RankOptions } from './options.js';
import type { Ranking } from './ranking.js';

/**
 * Ranks contestants by comparisons, partial rankings and measurements of them, most of which may be missing. The order of the rows does not matter (but to
 * Elo's method with `order: 'given'`). Contestants that cannot be ranked with each other are refused by name, or ranked within their groups.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; NO_ROWS; SHAPE_MISMATCH, NULL_VALUE, WRONG_DTYPE, NON_FINITE, INVALID_WEIGHT, DUPLICATE_ID, UNKNOWN_ID of the
 *   input; NOT_COMPARABLE; TOO_LARGE; DIVERGED; ABORTED
 * @example
 * const { contestants, strengths } = await rank({ comparisons: { winner: ['a', 'b', 'a'], loser: ['b', 'a', 'b'] } });
 */
export async function rank(input: RankingInput, options: RankOptions = {}): Promise<Ranking> {
  const { method: name, intervals: asked, level, resamples, disconnected, settings } = checkedRankOptions(options);
  const { signal, onProgress } = options;
  const method = methods[name];
  const { preferences, remarks: taken } = readInput(input);
  throwIfAborted(signal);
  const remarks = [...taken];
  const { groups, said } = chooseGroups(preferences);
  if (said !== undefined) remarks.push(said);
  const largest = groups.reduce((most, members) => Math.max(most, members.length), 0);
  const intervals = intervalsFor(largest);
  const parts: Part[] = [];
  for (const members of groups) {
    const own = groups.length === 1 ? preferences : amongMembers(preferences, members);
    if (own.weights.length > 0) method.check?.(own, settings);
    onProgress?.({ stage: 'fit', done: parts.length, total: groups.length, unit: 'groups' });
    const fit = await withPauses(method.fit(own, settings), signal);
    if (members.length > 1 || groups.length === 1)
      remarks.push(...fit.remarks.filter((text) => !remarks.includes(text)));
    const report = (done: number) => onProgress?.({ stage: 'intervals', done, total: resamples, unit: 'resamples' });
    const found =
      intervals === 'none'
        ? undefined
        : await withPauses(
            intervalsOf(method, own, fit, settings, { kind: intervals, level, resamples }, report),
            signal,
          );
    remarks.push(...(found?.remarks ?? []));
    parts.push({ members, strengths: fit.strengths, tasks: tasksOf(own), ...(found && { found }) });
  }
  return { method: name, unit: method.unit, intervals, level, remarks, ...assemble(parts, preferences.names) };

  /** Which contestants are ranked together. @throws {HeteroGraphError} NOT_COMPARABLE */
  function chooseGroups(all: Preferences): { groups: readonly Int32Array[]; said?: string } {
    const found = groupsOf(all, method.ties);
    const said = disconnection(found, all.names, method.isLikelihood);
    const together = { groups: [Int32Array.from(all.names, (_, i) => i)] };
    if (said === undefined) return together;
    if (settings.ridge > 0 && disconnected !== 'separate') {
      return { ...together, said: `${said} The ridge of ${settings.ridge} alone puts them in an order.` };
    }
    if (disconnected === 'refuse') throw notComparable(said, method.isLikelihood);
    return {
      // A ridge orders those between whom all wins go one way.
      groups: method.isLikelihood && settings.ridge === 0 ? found.strong : found.weak,
      said: `${said} Ranks are within groups; comparisons between groups are not used.`,
    };
  }

  /** @throws {HeteroGraphError} TOO_LARGE */
  function intervalsFor(numContestants: number): typeof asked {
    if (asked === 'none' || numContestants <= MOST_WITH_INTERVALS) return asked;
    if (options.intervals !== undefined) {
      throw new HeteroGraphError('TOO_LARGE', `Intervals of ${numContestants} contestants were asked for.`, {
        column: 'intervals',
        hint: `They are made for at most ${MOST_WITH_INTERVALS}; pass intervals: 'none'.`,
      });
    }
    remarks.push(`There are no intervals: ${numContestants} contestants are more than ${MOST_WITH_INTERVALS}.`);
    return 'none';
  }
}

interface Part {
  readonly members: Int32Array;
  readonly strengths: Float64Array;
  readonly tasks: Int32Array;
  readonly found?: Intervals;
}

/** Maxima are found up to about this. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** All contestants, group by group, the best first. */
function assemble(parts: readonly Part[], names: readonly string[]) {
  const rows = parts.flatMap((part, group) => {
    const { strengths } = part;
    const order = Array.from(strengths.keys()).sort((a, b) => strengths[b]! - strengths[a]! || a - b);
    let rank = 1;
    return order.map((at, place) => {
      if (place > 0 && !isSame(strengths[at]!, strengths[order[place - 1]!]!)) rank = place + 1;
      return { part, group, at, rank };
    });
  });
  const numbers = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of);
  const counts = (of: (row: (typeof rows)[number]) => number) => Int32Array.from(rows, of);
  return {
    contestants: rows.map(({ part, at }) => names[part.members[at]!]!),
    strengths: numbers(({ part, at }) => part.strengths[at]!),
    ranks: counts(({ rank }) => rank),
    ...(parts[0]?.found && {
      low: numbers(({ part, at }) => part.found!.low[at]!),
      high: numbers(({ part, at }) => part.found!.high[at]!),
      bestRanks: counts(({ part, at }) => part.found!.bestRank[at]!),
      worstRanks: counts(({ part, at }) => part.found!.worstRank[at]!),
    }),
    numTasks: counts(({ part, at }) => part.tasks[at]!),
    groups: counts(({ group }) => group),
    numGroups: parts.length,
  };
}
