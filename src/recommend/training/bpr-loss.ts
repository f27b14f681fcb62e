import type { PairBatch } from './pair-batches.js';

type Floats = Float32Array | Float64Array;

/** Vectors whose inner products are the scores, and the gradients by them, which losses add to; [users, width] and [items, width]. */
export interface ScoreTables<A extends Floats = Float32Array> {
  readonly width: number;
  readonly users: A;
  readonly items: A;
  readonly userGradient: A;
  readonly itemGradient: A;
}

/**
 * Bayesian personalised ranking (Rendle et al., UAI 2009): the mean over pairs of -log sigmoid(s(u, i) - s(u, j)), j the negative of the
 * pair. Adds its gradients to those of the tables. O(pairs x width), one thread, in the order of the pairs.
 */
export function bprLoss<A extends Floats>(
  { width, users, items, userGradient, itemGradient }: ScoreTables<A>,
  batch: PairBatch,
  negatives: Int32Array,
): number {
  const pairs = batch.users.length;
  let loss = 0;
  for (let p = 0; p < pairs; p++) {
    const u = batch.users[p]! * width;
    const i = batch.items[p]! * width;
    const j = negatives[p]! * width;
    let margin = 0;
    for (let c = 0; c < width; c++) margin += users[u + c]! * (items[i + c]! - items[j + c]!);
    const e = Math.exp(-Math.abs(margin));
    loss += Math.max(-margin, 0) + Math.log1p(e);
    const slope = (margin >= 0 ? e : 1) / (1 + e) / pairs;
    for (let c = 0; c < width; c++) {
      const own = users[u + c]!;
      userGradient[u + c]! -= slope * (items[i + c]! - items[j + c]!);
      itemGradient[i + c]! -= slope * own;
      itemGradient[j + c]! += slope * own;
    }
  }
  return loss / Math.max(1, pairs);
}
