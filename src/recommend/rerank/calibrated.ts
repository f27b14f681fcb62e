import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { miscalibration, miscalibrationSchema } from '../metrics/calibration.js';
import { CategoryCounter, type CategoryShares, divergence } from '../metrics/category-shares.js';
import { eachList, expectOneEach, type ItemLists, itemKey } from '../metrics/item-lists.js';
import { type Categories, categoriesOf, type ItemLookup } from '../metrics/item-lookup.js';
import { meanOverUsers } from '../metrics/mean-over-users.js';
import { itemsOf } from './candidates.js';
import { chooseGreedily } from './greedy.js';
import { orderEach } from './order-each.js';
import type { Candidates, RerankStage, StageOrder } from './stage.js';

export interface CalibratedOptions {
  /** What each item belongs to, such as genres; an item of several counts in equal parts. */
  readonly categories: ItemLookup<Categories>;
  /** What each user took before, in the order of the lists. */
  readonly histories: ItemLists;
  /** From 0, the order as it was, to 1, calibration alone; default 0.5, which brings in what is missing; 0.95 and more come near to the same shares. */
  readonly lambda?: number;
  /** See `miscalibration`; default 0.01. */
  readonly alpha?: number;
}

const schema = z.extend(miscalibrationSchema, { lambda: z.optional(option.fraction) });

/**
 * Stage of `rerank` for lists with the mix of categories that the user's history has: greedily the list of the largest (1 - lambda) sum of relevance -
 * lambda Kullback-Leibler divergence of its shares from those of the history (Steck, "Calibrated recommendations", RecSys 2018, equation 7). Lists of
 * users of whose history no category is known stay as they are, which is remarked. O(k x candidates x categories) a list.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; from `rerank` SHAPE_MISMATCH where there are not as many histories as lists
 * @example calibrated({ categories: genres, histories: [['Alien', 'Heat']], lambda: 0.6 })
 */
export function calibrated(options: CalibratedOptions): RerankStage {
  checkOptions(schema, options);
  const { lambda = 0.5, alpha = 0.01 } = options;
  const namesOf = categoriesOf(options.categories, 'categories');
  const histories = eachList(options.histories, 'histories');
  const wantedBy = (list: number): CategoryShares => {
    const counter = new CategoryCounter();
    const history = histories[list]!;
    for (let i = 0; i < history.length; i++) counter.add(namesOf(itemKey(history[i]!, 'histories', list)), 1);
    return counter.total === 0 ? new Map() : counter.shares();
  };
  const name = 'calibrated';
  return {
    name,
    async order(lists, k, run) {
      expectOneEach(histories.length, lists.length, 'histories');
      return orderEach(lists, name, run, (list) => orderOne(list, k, wantedBy(list.list), namesOf, { lambda, alpha }));
    },
    describe(before, after, k) {
      const { categories } = options;
      const [was, is] = [before, after].map((lists) =>
        meanOverUsers(miscalibration(itemsOf(lists), k, { categories, histories, alpha })),
      );
      return `mean miscalibration of the first ${k}: ${was!.toFixed(3)} before, ${is!.toFixed(3)} after`;
    },
  };
}

function orderOne(
  { items, relevance }: Candidates,
  k: number,
  wanted: CategoryShares,
  namesOf: (item: string | number) => readonly string[],
  { lambda, alpha }: { readonly lambda: number; readonly alpha: number },
): StageOrder {
  if (wanted.size === 0) {
    const remark = 'no category of the history is known, so that the list stays as it was';
    return { first: [], why: () => '', remark };
  }
  const shown = new CategoryCounter();
  const shareWith = (names: readonly string[]) => (name: string) => {
    const total = shown.total + (names.length > 0 ? 1 : 0);
    const own = names.includes(name) ? 1 / names.length : 0;
    return total === 0 ? 0 : (shown.weightOf(name) + own) / total;
  };
  const names = items.map((item) => namesOf(item));
  const reasons: string[] = [];
  const first = chooseGreedily(
    items.length,
    k,
    (item) => (1 - lambda) * relevance[item]! - lambda * divergence(wanted, shareWith(names[item]!), alpha),
    (chosen) => {
      reasons.push(reason(names[chosen]!, wanted, shareWith(names[chosen]!)));
      shown.add(names[chosen]!, 1);
    },
  );
  return { first, why: (place) => reasons[place]! };
}

/** The category of the item that the history has most of, with its share in the list up to this place. */
function reason(names: readonly string[], wanted: CategoryShares, shareOf: (name: string) => number): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const [best] = [...names].sort((a, b) => (wanted.get(b) ?? 0) - (wanted.get(a) ?? 0) || (a < b ? -1 : 1));
  if (best === undefined) return 'no category of it is known';
  return `${best} is ${percent(wanted.get(best) ?? 0)} of the history and with it ${percent(shareOf(best))} of the list`;
}
