import { gemm, topK } from '../../compute/index.js';
import type { Csr } from '../../core/index.js';
import { entryOf } from './negative-items.js';

const ROWS = 512;

/** Recall@k and NDCG@k, means over the users that have a pair in `held`. */
export interface RankingFigures {
  readonly recall: number;
  readonly ndcg: number;
  readonly users: number;
}

/**
 * Ranks all items for users with held-out pairs by inner products, items of `train` left out. Recall: hits / held-out items of the user;
 * NDCG: with gains of 1 and the ideal list of min(k, held-out items) hits, as LightGCN's evaluation has both.
 */
export function checkRanking(
  factors: { readonly users: Float32Array; readonly items: Float32Array; readonly width: number },
  train: Csr,
  held: Csr,
  k: number,
  users: Int32Array = usersOf(held),
): RankingFigures {
  const { width } = factors;
  const numItems = train.numCols;
  const depth = Math.min(k, numItems);
  let [recall, ndcg] = [0, 0];
  for (let from = 0; from < users.length; from += ROWS) {
    const block = users.subarray(from, from + ROWS);
    const rows = new Float32Array(block.length * width);
    for (let r = 0; r < block.length; r++) {
      rows.set(factors.users.subarray(block[r]! * width, (block[r]! + 1) * width), r * width);
    }
    const scores = gemm(rows, factors.items, block.length, numItems, width, { transposeB: true });
    for (let r = 0; r < block.length; r++) {
      for (let e = train.indptr[block[r]!]!; e < train.indptr[block[r]! + 1]!; e++) {
        scores[r * numItems + train.indices[e]!] = Number.NEGATIVE_INFINITY;
      }
    }
    const { indices } = topK(scores, numItems, depth);
    for (let r = 0; r < block.length; r++) {
      const relevant = held.indptr[block[r]! + 1]! - held.indptr[block[r]!]!;
      let [hits, gain, ideal] = [0, 0, 0];
      for (let at = 0; at < depth; at++) {
        if (entryOf(held, block[r]!, indices[r * depth + at]!) >= 0) {
          hits++;
          gain += 1 / Math.log2(at + 2);
        }
        if (at < relevant) ideal += 1 / Math.log2(at + 2);
      }
      recall += hits / relevant;
      ndcg += gain / ideal;
    }
  }
  const count = Math.max(1, users.length);
  return { recall: recall / count, ndcg: ndcg / count, users: users.length };
}

/** Users with a pair. */
export function usersOf({ numRows, indptr }: Csr): Int32Array {
  return Int32Array.from({ length: numRows }, (_, u) => u).filter((u) => indptr[u + 1]! > indptr[u]!);
}
