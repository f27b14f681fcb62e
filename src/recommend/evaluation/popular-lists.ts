import { popularityCounts } from '../core/popularity-counts.js';
import type { Recommender } from '../core/recommender.js';
import { meanOverUsers } from '../metrics/mean-over-users.js';
import { ndcgAtK } from '../metrics/ndcg.js';
import type { Asked } from './asked-users.js';

/**
 * NDCG at k of the lists that show everybody what most users took, without what they have: the least that a recommender must be better than.
 * O(items log items + users (k + history)).
 */
export function popularNdcg({ train }: Recommender, { relevant, histories }: Asked, k: number, seen: boolean): number {
  const counts = popularityCounts(train.matrix);
  const order = Int32Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const lists = histories.map((history) => {
    const taken = new Set(seen ? [] : history);
    const list: number[] = [];
    for (let at = 0; at < order.length && list.length < k; at++) if (!taken.has(order[at]!)) list.push(order[at]!);
    return list;
  });
  return meanOverUsers(ndcgAtK(lists, relevant, k));
}
