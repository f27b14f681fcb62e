import { gemm } from '../../compute/index.js';
import type { Csr } from '../../core/index.js';
import { vectorsAt } from '../core/products.js';
import { rankScores } from '../core/rank.js';
import type { Factors } from '../core/scorer.js';
import { usersWithPairs } from '../core/users-with-pairs.js';
import { recallAtK } from '../metrics/accuracy.js';
import { meanOverUsers } from '../metrics/mean-over-users.js';
import { ndcgAtK } from '../metrics/ndcg.js';

const ROWS = 512;

/** Recall@k and NDCG@k, means over the users that have a pair in `held`. */
export interface RankingFigures {
  readonly recall: number;
  readonly ndcg: number;
  readonly users: number;
}

/** Ranks all items for users with held-out pairs by inner products, items of `train` left out: `recallAtK` and `ndcgAtK` of these lists. */
export function checkRanking(
  factors: Factors,
  train: Csr,
  held: Csr,
  k: number,
  users: Int32Array = usersWithPairs(held),
): RankingFigures {
  const { width } = factors;
  const numItems = train.numCols;
  const lists: Int32Array[] = [];
  for (let from = 0; from < users.length; from += ROWS) {
    const block = users.subarray(from, from + ROWS);
    const rows = vectorsAt(factors.users, width, block);
    const scores = gemm(rows, factors.items, block.length, numItems, width, { transposeB: true });
    const { items } = rankScores(scores, numItems, { k, leaveOut: (list) => itemsOf(train, block[list]!) });
    for (let list = 0; list < block.length; list++) {
      lists.push(items.subarray(list * k, (list + 1) * k).filter((item) => item >= 0));
    }
  }
  const relevant = Array.from(users, (user) => itemsOf(held, user));
  return {
    recall: meanOverUsers(recallAtK(lists, relevant, k)),
    ndcg: meanOverUsers(ndcgAtK(lists, relevant, k)),
    users: users.length,
  };
}

function itemsOf({ indptr, indices }: Csr, user: number): Int32Array {
  return indices.subarray(indptr[user], indptr[user + 1]);
}
