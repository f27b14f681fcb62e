import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { intraListDiversity } from '../metrics/diversity.js';
import { type ItemLikeness, similarityOf } from '../metrics/item-distance.js';
import { meanOverUsers } from '../metrics/mean-over-users.js';
import { itemsOf } from './candidates.js';
import { chooseGreedily } from './greedy.js';
import { orderEach } from './order-each.js';
import type { Candidates, RerankStage, StageOrder } from './stage.js';

/** One of `vectors`, `categories` and `similarity` says how alike items are. */
export interface MarginalRelevanceOptions extends ItemLikeness {
  /** From 0, diversity alone, to 1, the order as it was; default 0.7. */
  readonly lambda?: number;
}

const anything = z.optional(z.custom<never>(() => true));
const schema = z.strictObject({
  lambda: z.optional(option.fraction),
  vectors: anything,
  categories: anything,
  similarity: z.optional(option.callback),
});

/**
 * Stage of `rerank` against lists of near copies: place by place the item of the largest lambda relevance - (1 - lambda) similarity to the item
 * before it that it is most like (Carbonell, Goldstein, "The use of MMR, diversity-based reranking", SIGIR 1998). Items of which nothing is known
 * are like no other. O(k x candidates) a list.
 *
 * @throws {HeteroGraphError} INVALID_OPTION; SHAPE_MISMATCH of vectors of different lengths
 * @example maximalMarginalRelevance({ lambda: 0.6, categories: new Map([['Alien', ['Horror', 'Sci-Fi']]]) })
 */
export function maximalMarginalRelevance(options: MarginalRelevanceOptions): RerankStage {
  checkOptions(schema, options);
  const { lambda = 0.7, ...likeness } = options;
  const similarity = similarityOf(likeness);
  const name = 'maximal marginal relevance';
  return {
    name,
    order: (lists, k, run) => orderEach(lists, name, run, (list) => orderOne(list, k, lambda, similarity)),
    describe(before, after, k) {
      const [was, is] = [before, after].map((lists) => meanOverUsers(intraListDiversity(itemsOf(lists), k, likeness)));
      return `mean diversity of the first ${k}: ${was!.toFixed(3)} before, ${is!.toFixed(3)} after`;
    },
  };
}

function orderOne(
  { items, relevance }: Candidates,
  k: number,
  lambda: number,
  similarity: ReturnType<typeof similarityOf>,
): StageOrder {
  /** Likeness to the chosen item that an item is most like, and which one it is. */
  const nearest = new Float64Array(items.length).fill(Number.NEGATIVE_INFINITY);
  const like = new Int32Array(items.length).fill(-1);
  /** What is known once an item is chosen, by place. */
  const reasons: { readonly similarity: number; readonly like: number }[] = [];
  const penalty = (item: number) => (like[item]! < 0 ? 0 : nearest[item]!);
  const first = chooseGreedily(
    items.length,
    k,
    (item) => lambda * relevance[item]! - (1 - lambda) * penalty(item),
    (chosen) => {
      reasons.push({ similarity: penalty(chosen), like: like[chosen]! });
      for (let item = 0; item < items.length; item++) {
        const value = similarity(items[item]!, items[chosen]!);
        if (value === undefined || value <= nearest[item]!) continue;
        nearest[item] = value;
        like[item] = chosen;
      }
    },
  );
  return {
    first,
    why: (place) => {
      const reason = reasons[place]!;
      if (reason.like < 0) return 'nothing before it is known to be like it';
      return `likeness to the items before it is at most ${reason.similarity.toFixed(2)} (${items[reason.like]})`;
    },
  };
}
