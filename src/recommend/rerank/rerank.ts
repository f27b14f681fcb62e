import * as z from 'zod/mini';
import { checkOptions, expectArgument, option, type RunOptions, throwIfAborted } from '../../core/index.js';
import { expectOneEach } from '../metrics/item-lists.js';
import { candidatesOf, orderOf, reordered, type ScoredList } from './candidates.js';
import { type Move, Reranking, type StageSummary } from './reranking.js';
import type { Candidates, RerankStage, StageOrder } from './stage.js';

export interface RerankOptions extends RunOptions {
  /** Length of the lists in the end; default 10. */
  readonly k?: number;
}

const schema = z.strictObject({ ...option.runOptions, k: z.optional(option.count) });

/**
 * Puts lists in another order, stage by stage, and says what each stage moved and why. Give more candidates than will be shown, such as the 100 best of
 * `recommend` for lists of 10. Scores are scaled to [0, 1] within each list, so that weights mean the same for every recommender.
 *
 * @param lists as `recommend` gives them, or any items with scores
 * @param stages in their order; a later one starts from the order of the one before
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH, NON_FINITE, DUPLICATE_ID, ABORTED; and as the stages
 * @example
 * const candidates = recommender.recommend(['ann', 'bo'], { k: 100 });
 * const { lists } = await rerank(candidates, [maximalMarginalRelevance({ categories: genres }), exposure({ providers, atMost: 0.3 })]);
 * lists[0].moves; // [{ stage: 'maximal marginal relevance', item: 'Heat', fromRank: 14, toRank: 3, why: ... }, ...]
 */
export async function rerank(
  lists: readonly ScoredList[],
  stages: readonly RerankStage[],
  options: RerankOptions = {},
): Promise<Reranking> {
  expectArgument(lists, 'objects', 'lists');
  expectArgument(stages, 'objects', 'stages');
  checkOptions(schema, options);
  const { k = 10, signal, onProgress } = options;
  for (const [i, stage] of stages.entries()) expectArgument(stage.order, 'function', `stages[${i}].order`);
  const given = lists.map((list, i) => candidatesOf(list, i));
  const moves: Move[][] = lists.map(() => []);
  const remarks: string[][] = lists.map(() => []);
  const summaries: StageSummary[] = [];
  let current: readonly Candidates[] = given;
  for (const stage of stages) {
    throwIfAborted(signal);
    const orders = await stage.order(current, k, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
    expectArgument(orders, 'objects', `what ${stage.name} gives`);
    expectOneEach(orders.length, lists.length, `what ${stage.name} gives`);
    const before = current;
    current = before.map((list, l) => reordered(list, orders[l]!.first));
    let changed = 0;
    for (const [l, order] of orders.entries()) {
      const made = movesOf(stage.name, before[l]!, order, k);
      if (made.length > 0) changed++;
      moves[l]!.push(...made);
      if (order.remark !== undefined) remarks[l]!.push(`${stage.name}: ${order.remark}`);
    }
    onProgress?.({ stage: stage.name, done: lists.length, total: lists.length, unit: 'lists' });
    const effect = stage.describe?.(before, current, k);
    summaries.push({ name: stage.name, changed, ...(effect !== undefined && { effect }) });
  }
  return new Reranking(
    current.map(({ items, scores }, l) => ({
      ...(lists[l]!.user !== undefined && { user: lists[l]!.user }),
      items: items.slice(0, k),
      scores: scores.slice(0, k),
      moves: moves[l]!,
      remarks: remarks[l]!,
    })),
    summaries,
  );
}

/** Items among the first k that a stage moved up. Those that only made room have no reason of their own. */
function movesOf(stage: string, { items }: Candidates, { first, why }: StageOrder, k: number): Move[] {
  return orderOf(first, items.length)
    .slice(0, k)
    .flatMap((from, to) =>
      from > to && to < first.length
        ? [{ stage, item: items[from]!, fromRank: from + 1, toRank: to + 1, why: why(to) }]
        : [],
    );
}
