import * as z from 'zod/mini';
import { checkOptions, expectMembers, option, type RunOptions, YieldTimer } from '../../core/index.js';
import type { ItemFilter } from '../core/item-filter.js';
import type { Recommender } from '../core/recommender.js';
import type { Interactions } from '../interactions/interactions.js';
import { evaluateLists, lengthsOf, lengthsSchema } from '../metrics/evaluate-lists.js';
import type { Categories, ItemLookup } from '../metrics/item-lookup.js';
import type { ListEvaluation } from '../metrics/list-evaluation.js';
import { itemPopularity } from '../metrics/popularity.js';
import { type Asked, askedUsers } from './asked-users.js';
import { categoriesByNumber } from './categories-by-number.js';
import { popularNdcg } from './popular-lists.js';

export interface EvaluateRecommenderOptions extends RunOptions {
  /** Lengths that lists are cut at; default [10, 20]. */
  readonly k?: number | readonly number[];
  /** Whether what a user took in training may be in the list; default false. */
  readonly seen?: boolean;
  /** Which items may be in the lists, as of `recommend`; default: all. */
  readonly filter?: ItemFilter;
  /** Categories of items, for diversity and miscalibration: the name of a column of the recommender's items, or a lookup by id. */
  readonly categories?: string | ItemLookup<Categories>;
}

const schema = z.strictObject({
  ...option.runOptions,
  k: z.optional(lengthsSchema),
  seen: z.optional(z.boolean('true or false')),
  filter: z.optional(z.custom<ItemFilter>(() => true)),
  categories: z.optional(z.custom<string | ItemLookup<Categories>>(() => true)),
});

/** Users that are ranked between two pauses. */
const CHUNK = 2048;

/**
 * How good the lists of a recommender are for pairs that it has not seen: for every user of the test pairs the whole catalogue is ranked, what the user
 * took in training left out, and the figures of `evaluateLists` are taken. Users that the recommender does not know get what it gives strangers, and
 * items that it does not know are misses; both are remarked, and so is a recommender that ends below popularity.
 *
 * @param test pairs, numbered like the training interactions or with other users and items, found by their ids
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_COLUMN, ABORTED; NO_ROWS where there is no test pair
 * @example
 * const evaluation = await evaluateRecommender(recommender, test, { k: [10, 20] });
 * evaluation.figures['ndcg@20'];
 */
export async function evaluateRecommender(
  recommender: Recommender,
  test: Interactions,
  options: EvaluateRecommenderOptions = {},
): Promise<ListEvaluation> {
  expectMembers(recommender, 'recommender', { train: 'object', rankedItems: 'function' });
  expectMembers(test, 'test', { users: 'object', items: 'object', matrix: 'object' });
  checkOptions(schema, options);
  const { seen = false, filter, signal, onProgress } = options;
  const k = lengthsOf(options.k ?? [10, 20]);
  const asked = askedUsers(recommender, test, seen);
  const rankOptions = { seen, ...(filter !== undefined && { filter }) };
  const lists: ArrayLike<number>[] = [];
  const yieldTimer = new YieldTimer(signal);
  for (let from = 0; from < asked.users.length; from += CHUNK) {
    if (yieldTimer.isDue()) await yieldTimer.yieldNow();
    lists.push(
      ...listsOf(recommender, asked, from, Math.min(from + CHUNK, asked.users.length), k.at(-1)!, rankOptions),
    );
    onProgress?.({ stage: 'evaluate', done: lists.length, total: asked.users.length, unit: 'users' });
  }
  const { train } = recommender;
  const categories = categoriesByNumber(recommender, options.categories);
  const evaluation = evaluateLists(lists, asked.relevant, {
    ...{ k, users: asked.users, name: recommender.name, numItems: train.items.size },
    numCandidates: asked.numCandidates,
    histories: asked.histories,
    popularity: { counts: itemPopularity(train.matrix), numUsers: train.users.size },
    ...(categories && { categories }),
  });
  const remarks = remarksOf(recommender, asked, seen, filter !== undefined);
  // What a filter lets through has a popularity of its own.
  return evaluation.withRemarks([...remarks, ...(filter ? [] : belowPopular(recommender, asked, seen, evaluation))]);
}

function belowPopular(recommender: Recommender, asked: Asked, seen: boolean, { k, figures }: ListEvaluation): string[] {
  const longest = k.at(-1)!;
  const [own, popular] = [figures[`ndcg@${longest}`]!, popularNdcg(recommender, asked, longest, seen)];
  if (!(own < popular)) return [];
  const shown = (ndcg: number) => ndcg.toFixed(4);
  return [
    `Below popularity: NDCG@${longest} is ${shown(own)}, and ${shown(popular)} where everybody is shown what most users took.`,
  ];
}

/** Lists by number of item, without padding. */
function listsOf(
  recommender: Recommender,
  { users, numbers }: Asked,
  from: number,
  to: number,
  k: number,
  options: { readonly seen: boolean; readonly filter?: ItemFilter },
): ArrayLike<number>[] {
  const known = numbers.subarray(from, to).filter((number) => number >= 0);
  const width = Math.min(k, recommender.train.items.size);
  const { items } = recommender.rankedItems(known, width, options);
  const strangers = users.slice(from, to).filter((_, i) => numbers[from + i]! < 0);
  const given = recommender.recommend(strangers, { ...options, k });
  let [row, stranger] = [0, 0];
  return Array.from({ length: to - from }, (_, i) => {
    if (numbers[from + i]! < 0) {
      return given[stranger++]!.items.map((item) => recommender.train.items.indexOf(item));
    }
    const list = items.subarray(row * width, ++row * width);
    const end = list.indexOf(-1);
    return end < 0 ? list : list.subarray(0, end);
  });
}

function remarksOf(
  { train }: Recommender,
  { users, numbers, numRepeats, numUnknownItems }: Asked,
  seen: boolean,
  isFiltered: boolean,
): string[] {
  const strangers = numbers.reduce((count, number) => count + (number < 0 ? 1 : 0), 0);
  const ranked = isFiltered ? 'items that the filter lets through, of' : 'all';
  const history = seen ? 'what they took in training could be in the lists' : 'what they took in training was left out';
  return [
    `Ranked for ${counted(users.length, 'user')}: ${ranked} ${train.items.size}; ${history}.`,
    ...(strangers > 0 ? [`Not in training: ${counted(strangers, 'user')}, whose lists are those of strangers.`] : []),
    ...(numUnknownItems > 0
      ? [`Not in training: ${counted(numUnknownItems, 'test item')} that no list can have.`]
      : []),
    ...(numRepeats > 0
      ? [`In training too, and so in no list: ${counted(numRepeats, 'test pair')}. With \`seen: true\` they can be.`]
      : []),
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
