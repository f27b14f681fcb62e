import type { Pieces, RunOptions } from '../../../core/index.js';
import type { Anchors } from '../../features/types.js';
import type { ListHistory } from '../history/history.js';
import { ListView } from '../history/view.js';
import type { RankedItems, SimpleRanker } from './simple.js';

/** Lists of items of anchors, each the best first. */
export interface Lists {
  /** Items that a list has at most. */
  readonly k: number;
  /** [anchors, k]; -1 where a list ends. */
  readonly items: Int32Array;
  /** [anchors, k], falling within a list; NaN where it ends. */
  readonly scores: Float64Array;
}

/** Anchors between two pauses. */
const ANCHORS_A_PIECE = 256;

/** The list of each anchor by a ranker. O(links of the row) each, and of `together` some thousands more. */
export function* simpleLists(
  { name, rank }: SimpleRanker,
  history: ListHistory,
  { rows, times, seenUntil = times }: Anchors,
  k: number,
  onProgress?: RunOptions['onProgress'],
): Pieces<Lists> {
  const view = new ListView(history);
  const lists = emptyLists(rows.length, k);
  for (const [i, row] of rows.entries()) {
    if (i % ANCHORS_A_PIECE === 0) {
      onProgress?.({ stage: `list ${name}`, done: i, total: rows.length, unit: 'lists' });
      yield;
    }
    view.look(row, times[i]!, seenUntil[i]!);
    putList(lists, i, rank(view, k));
  }
  return lists;
}

export function emptyLists(count: number, k: number): Lists {
  return { k, items: new Int32Array(count * k).fill(-1), scores: new Float64Array(count * k).fill(Number.NaN) };
}

export function putList({ k, items, scores }: Lists, i: number, ranked: RankedItems): void {
  items.set(ranked.items, i * k);
  scores.set(ranked.scores, i * k);
}

/** Puts lists behind each other, from one place on. */
export function putLists({ k, items, scores }: Lists, from: number, made: Lists): void {
  items.set(made.items, from * k);
  scores.set(made.scores, from * k);
}

/** The items of a list, without what is empty. */
export function listOf({ k, items }: Lists, i: number): Int32Array {
  const own = items.subarray(i * k, (i + 1) * k);
  const end = own.indexOf(-1);
  return end < 0 ? own : own.subarray(0, end);
}
