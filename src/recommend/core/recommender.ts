import * as z from 'zod/mini';
import {
  checkOptions,
  checkRows,
  expectArgument,
  expectMembers,
  HeteroGraphError,
  option,
  showAs,
} from '../../core/index.js';
import { idKey } from '../../graph/internal.js';
import type { ExternalId } from '../interactions/id.js';
import type { Interactions } from '../interactions/interactions.js';
import { checkId } from '../interactions/ordered-ids.js';
import { type Asker, askerWith, stranger } from './asker.js';
import type { FitReport } from './definition.js';
import { givenHistory } from './given-history.js';
import { type History, historyOf } from './histories.js';
import { type ItemColumns, type ItemTable, itemColumns } from './item-columns.js';
import { type ItemFilter, itemRule } from './item-filter.js';
import type { RecommendedList, SimilarItems } from './lists.js';
import type { RankedItems } from './rank.js';
import { Ranker } from './ranker.js';
import type { Scorer } from './scorer.js';

export interface ListOptions {
  /** Length of the list; default 10. */
  readonly k?: number;
  /** Which items may be in it; default: all. */
  readonly filter?: ItemFilter;
}

export interface RecommendOptions extends ListOptions {
  /** Whether items of the user's own history may be in the list; default false. */
  readonly seen?: boolean;
}

const listSchema = { k: z.optional(option.count), filter: z.optional(z.custom<ItemFilter>(() => true)) };
const similarSchema = z.strictObject(listSchema);
const recommendSchema = z.strictObject({ ...listSchema, seen: z.optional(z.boolean('true or false')) });

/** What an item owes to each item of the history. */
export interface ExplainedItem {
  readonly item: string | number;
  /** By item of the history, the largest share first; in the unit of the score. */
  readonly because: readonly { readonly item: string | number; readonly value: number }[];
}

/** What a recommender is made of. */
export interface RecommenderParts {
  /** Name in the registry. */
  readonly name: string;
  readonly settings: object;
  readonly seed: number;
  readonly train: Interactions;
  readonly scorer: Scorer;
  readonly report: FitReport;
  /** Histories that were given after the fit, by id. */
  readonly updates?: ReadonlyMap<string | number, History>;
  readonly itemColumns?: ItemColumns;
}

/** A fitted recommender: lists for its users, for strangers by what they took, and for items. It never changes; what changes it makes another. */
export class Recommender {
  readonly name: string;
  readonly settings: object;
  readonly seed: number;
  /** What it was fitted on. */
  readonly train: Interactions;
  readonly scorer: Scorer;
  readonly report: FitReport;
  readonly updates: ReadonlyMap<string | number, History>;
  readonly itemColumns: ItemColumns;
  readonly #ranker: Ranker;

  /** For the library; users call `fitRecommender` or `loadRecommender`. */
  constructor(parts: RecommenderParts) {
    expectMembers(parts, 'parts', { name: 'text', settings: 'object', train: 'object', scorer: 'object' });
    this.name = parts.name;
    this.settings = parts.settings;
    this.seed = parts.seed;
    this.train = parts.train;
    this.scorer = parts.scorer;
    this.report = parts.report;
    this.updates = parts.updates ?? new Map();
    this.itemColumns = parts.itemColumns ?? {};
    this.#ranker = new Ranker(this.train.matrix, this.scorer);
  }

  /**
   * Items for users by id, a list each, in their order. What a user took already is left out, and the list says how much that was. A user that the
   * recommender does not know, or who took nothing, gets what most others took, and the list says so.
   *
   * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_COLUMN of a filter
   * @example
   * const [list] = recommender.recommend(['ann'], { k: 5, filter: { where: { inStock: true } } });
   */
  recommend(users: ArrayLike<ExternalId>, options: RecommendOptions = {}): RecommendedList[] {
    expectArgument(users, 'list', 'users');
    const askers = Array.from(users, (user, row): Asker => {
      checkId(user, row, 'users');
      const id = idKey(user);
      const number = this.train.users.indexOf(id);
      const history = this.updates.get(id);
      if (history) return askerWith(history, { id });
      return number < 0 ? { ...stranger, id } : { ...this.#fitted(number), id };
    });
    return this.#lists(askers, options);
  }

  /**
   * Items for somebody who is not among the users, by the items that they took. Items that the catalogue does not have are named in the list and
   * tell nothing; without any other, it is what most others took.
   *
   * @param strengths of the items, above 0; default 1 each
   * @throws {HeteroGraphError} INVALID_OPTION, INVALID_WEIGHT, SHAPE_MISMATCH; UNKNOWN_COLUMN of a filter
   * @example
   * const list = recommender.recommendFor(['Alien', 'Blade Runner'], { k: 10 });
   */
  recommendFor(
    items: ArrayLike<ExternalId>,
    options: RecommendOptions & { readonly strengths?: ArrayLike<number> } = {},
  ): RecommendedList {
    expectArgument(options, 'object', 'options');
    const { strengths, ...rest } = options;
    const { history, unknownItems } = givenHistory(this.train.items, items, strengths);
    return this.#lists([askerWith(history, { unknownItems })], rest)[0]!;
  }

  /**
   * Items like each of those given, without the item itself, a list each.
   *
   * @throws {HeteroGraphError} INVALID_OPTION; UNKNOWN_COLUMN of a filter
   * @example
   * const [list] = recommender.similarItems(['Alien'], { k: 5 });
   */
  similarItems(items: ArrayLike<ExternalId>, options: ListOptions = {}): SimilarItems[] {
    expectArgument(items, 'list', 'items');
    checkOptions(similarSchema, options);
    const { k = 10, filter } = options;
    const rule = itemRule(filter, this.train.items, this.itemColumns);
    const numbers = Int32Array.from(items, (item, row) => {
      checkId(item, row, 'items');
      return this.train.items.indexOf(item);
    });
    const known = numbers.filter((number) => number >= 0);
    const ranked = this.#ranker.similar(known, this.#width(k), rule);
    let at = 0;
    return Array.from(items, (item, i) => {
      if (numbers[i]! < 0) {
        return { item: idKey(item), items: [], scores: new Float32Array(0), isShort: true, isUnknown: true };
      }
      return { item: idKey(item), ...this.#named(ranked, at++, k), isUnknown: false };
    });
  }

  /**
   * Which items of the user's history an item is recommended for; undefined where the recommender cannot tell, or does not know the user or item.
   *
   * @param who id of a user, or the items that somebody took
   * @throws {HeteroGraphError} NULL_VALUE, WRONG_DTYPE for what is no id
   * @example
   * recommender.explain('ann', 'Gattaca')?.because[0]; // { item: 'Alien', value: 0.4 }
   */
  explain(who: ExternalId | readonly ExternalId[], item: ExternalId): ExplainedItem | undefined {
    const number = this.train.items.indexOf(checkedId(item, 'item'));
    const history = Array.isArray(who)
      ? givenHistory(this.train.items, who).history
      : this.historyOf(who as ExternalId);
    if (number < 0 || !history || !this.scorer.explain) return undefined;
    const contributions = [...this.scorer.explain(history, number)];
    contributions.sort((a, b) => b.value - a.value || a.item - b.item);
    const idOf = (each: number) => this.train.items.idOf(each);
    return { item: idOf(number), because: contributions.map((each) => ({ item: idOf(each.item), value: each.value })) };
  }

  /** What a user took, by numbers of items; undefined where the user is unknown. */
  historyOf(user: ExternalId): History | undefined {
    const id = idKey(checkedId(user, 'user'));
    const updated = this.updates.get(id);
    if (updated) return updated;
    const number = this.train.users.indexOf(id);
    return number < 0 ? undefined : historyOf(this.train.matrix, number);
  }

  /**
   * The same recommender after a user, known or new, took what is given, in place of what they took before: their lists are folded in from now on,
   * and nothing is fitted. Other users' lists stay as they are.
   *
   * @param strengths of the items, above 0; default 1 each
   * @throws {HeteroGraphError} UNKNOWN_ID for an item that is not in the catalogue; INVALID_WEIGHT, SHAPE_MISMATCH
   * @example
   * const later = recommender.withHistory('zoe', ['Emma', 'Amelie']);
   * later.recommend(['zoe'])[0].by; // 'folded-in'
   */
  withHistory(user: ExternalId, items: ArrayLike<ExternalId>, strengths?: ArrayLike<number>): Recommender {
    const id = idKey(checkedId(user, 'user'));
    const { history, unknownItems } = givenHistory(this.train.items, items, strengths);
    if (unknownItems.length > 0) {
      throw new HeteroGraphError(
        'UNKNOWN_ID',
        `The catalogue has no item ${JSON.stringify(String(unknownItems[0]))}.`,
        {
          hint: 'Leave it out until the recommender is fitted with it.',
        },
      );
    }
    return new Recommender({ ...this.#parts(), updates: new Map(this.updates).set(id, history) });
  }

  /**
   * The same recommender with what filters may ask about its items, such as categories and stock; columns of the same name are replaced.
   *
   * @throws {HeteroGraphError} SHAPE_MISMATCH, WRONG_DTYPE
   * @example
   * const shop = recommender.withItemColumns({ ids: ['tea', 'jam'], columns: { inStock: [true, false] } });
   */
  withItemColumns(table: ItemTable): Recommender {
    expectArgument(table, 'object', 'table');
    const columns = { ...this.itemColumns, ...itemColumns(table, this.train.items) };
    return new Recommender({ ...this.#parts(), itemColumns: columns });
  }

  /**
   * Lists by number of users and items, for metrics: made in blocks, so that no matrix of all scores is kept. -1, with a score of -Infinity, where a
   * list has fewer than k.
   *
   * @param users numbers of users of `train`
   * @returns [B, k] each
   * @throws {HeteroGraphError} WRONG_DTYPE, INDEX_OUT_OF_RANGE, INVALID_OPTION; UNKNOWN_COLUMN of a filter
   */
  rankedItems(users: Int32Array, k: number, { seen = false, filter }: Omit<RecommendOptions, 'k'> = {}): RankedItems {
    checkRows(users, this.train.users.size, 'users');
    checkOptions(recommendSchema, { k, seen, filter });
    const rule = itemRule(filter, this.train.items, this.itemColumns);
    const askers = Array.from(users, (user) => {
      const history = this.updates.size > 0 ? this.updates.get(idKey(this.train.users.idOf(user))) : undefined;
      return history ? askerWith(history) : this.#fitted(user);
    });
    return this.#ranker.rank(askers, { k, seen, rule });
  }

  #fitted(number: number): Asker {
    const history = historyOf(this.train.matrix, number);
    return history.items.length === 0 ? { by: 'popularity', history } : { by: 'fitted', history, number };
  }

  #lists(askers: readonly Asker[], options: RecommendOptions): RecommendedList[] {
    checkOptions(recommendSchema, options);
    const { k = 10, filter, seen = false } = options;
    const rule = itemRule(filter, this.train.items, this.itemColumns);
    const ranked = this.#ranker.rank(askers, { k: this.#width(k), seen, rule });
    return askers.map(({ id, by, history, unknownItems = [] }, list) => ({
      ...(id !== undefined && { user: id }),
      ...this.#named(ranked, list, k),
      by,
      seenLeftOut: seen ? 0 : history.items.length,
      unknownItems,
    }));
  }

  /** Places of lists that can be filled: those beyond the catalogue take no memory. */
  #width(k: number): number {
    return Math.min(k, this.train.items.size);
  }

  #named({ items, scores }: RankedItems, list: number, k: number) {
    const width = this.#width(k);
    const own = items.subarray(list * width, (list + 1) * width);
    const end = own.indexOf(-1);
    const length = end < 0 ? width : end;
    return {
      items: Array.from(own.subarray(0, length), (item) => this.train.items.idOf(item)),
      scores: scores.slice(list * width, list * width + length),
      isShort: length < k,
    };
  }

  /** What it is and was fitted on, with the remarks of the fit. */
  toString(): string {
    const { name, train, updates, itemColumns: columns, report } = this;
    const count = (number: number, what: string) => `${number.toLocaleString('en')} ${what}`;
    const { users, items, matrix } = train;
    const parts = [count(users.size, 'users'), count(items.size, 'items'), count(matrix.indices.length, 'pairs')];
    if (updates.size > 0) parts.push(count(updates.size, 'histories given after the fit'));
    const names = Object.keys(columns);
    if (names.length > 0) parts.push(`columns of items: ${names.join(', ')}`);
    return [`${name}: ${parts.join(', ')}`, ...(report.remarks ?? [])].join('\n');
  }

  #parts(): RecommenderParts {
    const { name, settings, seed, train, scorer, report, updates, itemColumns: columns } = this;
    return { name, settings, seed, train, scorer, report, updates, itemColumns: columns };
  }
}

showAs(Recommender.prototype, () => ({}));

function checkedId(id: ExternalId, what: string): ExternalId {
  checkId(id, 0, what);
  return id;
}
