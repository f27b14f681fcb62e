import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { idKey } from '../../graph/internal.js';
import type { ExternalId } from '../interactions/id.js';
import { jointFigures, type ListsContext, userFigures } from './figures.js';
import { findHits } from './hits.js';
import { eachList, expectOneEach, type ItemLists, itemKey } from './item-lists.js';
import { ListEvaluation } from './list-evaluation.js';

export interface EvaluateListsOptions extends ListsContext {
  /** Lengths that lists are cut at; default 10. */
  readonly k?: number | readonly number[];
  /** [U] ids for tables; default: numbers from 0. */
  readonly users?: ArrayLike<ExternalId>;
  /** What was evaluated, for tables; default 'lists'. */
  readonly name?: string;
}

const anything = z.optional(z.custom<never>(() => true));
const mustBe = 'a whole number from 1, or an array of them';
export const lengthsSchema = z.union([option.count, z.array(option.count).check(z.minLength(1, mustBe))], mustBe);
const schema = z.strictObject({
  k: z.optional(lengthsSchema),
  users: z.optional(
    z.custom<ArrayLike<ExternalId>>((value) => Array.isArray(value) || ArrayBuffer.isView(value), 'an array of ids'),
  ),
  name: z.optional(z.string('a text')),
  numItems: z.optional(option.count),
  histories: anything,
  numCandidates: anything,
  popularity: z.optional(z.strictObject({ counts: anything, numUsers: option.count })),
  categories: anything,
});

/**
 * All figures of lists, wherever they come from: precision, recall, hit rate, NDCG, MAP, MRR; with `numItems` also AUC, coverage and Gini index; with
 * `histories` novelty, popularity and its lift; with `categories` diversity and miscalibration. Definitions are those of the functions for
 * single figures, at their defaults. Every figure is of the lists as they are: lists of a few sampled items give other numbers.
 *
 * @param lists [U] recommended items, best first
 * @param relevant [U] items that the users did take
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, TOO_FEW_CANDIDATES
 * @example
 * const evaluation = evaluateLists([['a', 'b'], ['c', 'a']], [['b'], ['c']], { k: [1, 2], numItems: 4 });
 * evaluation.figures['ndcg@2']; // 0.815
 * String(evaluation); // a table
 */
export function evaluateLists(
  lists: ItemLists,
  relevant: ItemLists,
  options: EvaluateListsOptions = {},
): ListEvaluation {
  checkOptions(schema, options);
  const { users, name = 'lists', ...given } = options;
  const k = lengthsOf(options.k);
  const hits = findHits(lists, relevant, k.at(-1)!);
  const { numUsers } = hits;
  if (users) expectOneEach(users.length, numUsers, 'users');
  if (given.histories) expectOneEach(eachList(given.histories, 'histories').length, numUsers, 'histories');
  if (given.numCandidates) expectOneEach(given.numCandidates.length, numUsers, 'numCandidates');
  const numCandidates = given.numCandidates ?? candidatesOf(given, relevant, numUsers);
  const context = { ...given, ...(numCandidates && { numCandidates }) };
  const byUser = k.map((each) => named(userFigures(lists, hits, each, context), each));
  const joint = k.map((each) => named(jointFigures(lists, each, context), each));
  const short = hits.lengths.reduce((count, length) => count + (length < hits.k ? 1 : 0), 0);
  return new ListEvaluation({
    ...{ name, k },
    users: Array.from({ length: numUsers }, (_, i) => (users ? idKey(users[i]!) : i)),
    numRelevant: hits.numRelevant,
    byUser: Object.assign({}, ...byUser),
    joint: Object.assign({}, ...joint),
    remarks: short > 0 ? [`${short} of ${numUsers} lists have fewer than ${hits.k} items.`] : [],
  });
}

/** The catalogue, without what a user took before, unless it is relevant again. */
function candidatesOf(
  { numItems, histories }: ListsContext,
  relevant: ItemLists,
  numUsers: number,
): ArrayLike<number> | undefined {
  if (numItems === undefined) return undefined;
  const taken = histories && eachList(histories, 'histories');
  if (!taken) return new Float64Array(numUsers).fill(numItems);
  const keysOf = (list: ArrayLike<ExternalId>, what: string, user: number) =>
    new Set(Array.from(list, (item) => itemKey(item, what, user)));
  return eachList(relevant, 'relevant').map((list, user) => {
    const wanted = keysOf(list, 'relevant', user);
    const before = keysOf(taken[user]!, 'histories', user);
    return numItems - [...before].filter((key) => !wanted.has(key)).length;
  });
}

/** Ascending, each once. */
export function lengthsOf(k: number | readonly number[] = 10): readonly number[] {
  return typeof k === 'number' ? [k] : [...new Set(k)].sort((a, b) => a - b);
}

function named<T>(figures: Readonly<Record<string, T>>, k: number): Record<string, T> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${name}@${k}`, value]));
}
