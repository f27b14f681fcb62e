import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../../core/index.js';
import type { BoostedTrees } from '../../../models/index.js';
import type { Database } from '../../database/types.js';
import type { Anchors } from '../../features/types.js';
import type { ListHistory } from '../history/history.js';
import { PairSource } from '../pairs/pair-columns.js';
import type { PairPlan } from '../pairs/plan.js';
import { emptyLists, type Lists, putList } from '../rankers/lists.js';

/** A ranker that has learned: trees that score candidates by the features of a plan. */
export interface TreeRanker {
  readonly plan: PairPlan;
  readonly trees: BoostedTrees;
}

/** Anchors whose pairs are held at a time. */
const ANCHORS_A_BLOCK = 400;

/** The best candidates of each anchor by their scores; of equal ones those that come first among the candidates. */
export async function treeLists(
  { plan, trees }: TreeRanker,
  database: Database,
  history: ListHistory,
  anchors: Anchors,
  k: number,
  { signal, onProgress }: RunOptions = {},
): Promise<Lists> {
  const source = new PairSource(database, history, plan, k);
  const lists = emptyLists(anchors.rows.length, k);
  for (let first = 0; first < anchors.rows.length; first += ANCHORS_A_BLOCK) {
    onProgress?.({ stage: 'list trees', done: first, total: anchors.rows.length, unit: 'lists' });
    const block = anchorsFrom(anchors, first, first + ANCHORS_A_BLOCK);
    const { offsets, items, columns } = await source.of(block, signal ? { signal } : {});
    const scores = items.length === 0 ? new Float64Array(0) : trees.predict(columns);
    for (let i = 0; i < block.rows.length; i++) {
      const pairs = Int32Array.from({ length: offsets[i + 1]! - offsets[i]! }, (_, n) => offsets[i]! + n);
      const best = pairs.sort((a, b) => scores[b]! - scores[a]! || a - b).subarray(0, k);
      putList(lists, first + i, {
        items: Array.from(best, (pair) => items[pair]!),
        scores: Array.from(best, (pair) => scores[pair]!),
      });
    }
    await yieldToEventLoop();
    throwIfAborted(signal);
  }
  return lists;
}

/** Some anchors one after the other. */
export function anchorsFrom({ table, rows, times, seenUntil }: Anchors, from: number, to: number): Anchors {
  return {
    ...{ table, rows: rows.subarray(from, to), times: times.subarray(from, to) },
    ...(seenUntil ? { seenUntil: seenUntil.subarray(from, to) } : {}),
  };
}
