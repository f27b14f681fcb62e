import { topK } from '../../compute/index.js';
import type { ItemRule } from './item-rule.js';

/** Lists by number of item, best first; -1, with a score of -Infinity, where there are fewer than k. */
export interface RankedItems {
  /** [B, k]. */
  readonly items: Int32Array;
  /** [B, k]. */
  readonly scores: Float32Array;
}

/** Scores that are held at once at most: 64 MiB. */
const blockScores = 2 ** 24;

/** How many lists are made at a time. */
export function listsAtOnce(numItems: number): number {
  return Math.max(1, Math.min(1024, Math.floor(blockScores / Math.max(1, numItems))));
}

export interface RankOptions {
  readonly k: number;
  /** By list: items that stay out of it. */
  readonly leaveOut: (list: number) => Int32Array | undefined;
  /** Items that may be shown; default: all. */
  readonly rule?: ItemRule | undefined;
}

/**
 * The k best items of every row of scores [B, items], the lower item of equals first. Scores of -Infinity and NaN are never listed. Writes to
 * the scores.
 */
export function rankScores(scores: Float32Array, numItems: number, { k, leaveOut, rule }: RankOptions): RankedItems {
  const numLists = numItems === 0 ? 0 : scores.length / numItems;
  for (let list = 0; list < numLists; list++) {
    const row = scores.subarray(list * numItems, (list + 1) * numItems);
    for (const item of leaveOut(list) ?? []) row[item] = Number.NEGATIVE_INFINITY;
    if (rule?.allowed) hide(row, rule.allowed);
  }
  return rule?.perCategory ? cappedLists(scores, numItems, k, rule) : bestOf(scores, numItems, k);
}

function hide(row: Float32Array, allowed: Uint8Array): void {
  for (let item = 0; item < row.length; item++) if (allowed[item] === 0) row[item] = Number.NEGATIVE_INFINITY;
}

function bestOf(scores: Float32Array, numItems: number, k: number): RankedItems {
  const numLists = numItems === 0 ? 0 : scores.length / numItems;
  const items = new Int32Array(numLists * k).fill(-1);
  const best = new Float32Array(numLists * k).fill(Number.NEGATIVE_INFINITY);
  const width = Math.min(k, numItems);
  if (numLists === 0 || width === 0) return { items, scores: best };
  const { values, indices } = topK(scores, numItems, width);
  for (let list = 0; list < numLists; list++) {
    for (let rank = 0; rank < width; rank++) {
      const value = values[list * width + rank]!;
      if (!(value > Number.NEGATIVE_INFINITY)) break;
      items[list * k + rank] = indices[list * width + rank]!;
      best[list * k + rank] = value;
    }
  }
  return { items, scores: best };
}

/** Goes down each whole ranking, passing over items of categories that are full. */
function cappedLists(scores: Float32Array, numItems: number, k: number, { perCategory }: ItemRule): RankedItems {
  const numLists = numItems === 0 ? 0 : scores.length / numItems;
  const items = new Int32Array(numLists * k).fill(-1);
  const best = new Float32Array(numLists * k).fill(Number.NEGATIVE_INFINITY);
  const { indptr, indices, numCols } = perCategory!.categories;
  const { atMost } = perCategory!;
  const taken = new Int32Array(numCols);
  for (let list = 0; list < numLists; list++) {
    const row = scores.subarray(list * numItems, (list + 1) * numItems);
    for (let depth = Math.min(numItems, 4 * k); ; depth = Math.min(numItems, depth * 4)) {
      taken.fill(0);
      const ranked = bestOf(row, numItems, depth);
      let filled = 0;
      for (let rank = 0; rank < depth && filled < k; rank++) {
        const item = ranked.items[rank]!;
        if (item < 0) break;
        const own = indices.subarray(indptr[item], indptr[item + 1]);
        if (own.some((category) => taken[category]! >= atMost)) continue;
        for (const category of own) taken[category]!++;
        items[list * k + filled] = item;
        best[list * k + filled++] = ranked.scores[rank]!;
      }
      if (filled === k || depth === numItems) break;
    }
  }
  return { items, scores: best };
}
