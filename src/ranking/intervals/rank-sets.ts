import { type Pieces, quantile } from '../../core/index.js';

/** Ranks that each contestant may have: from 1, the best, [count]. */
export interface RankSets {
  readonly best: Int32Array;
  readonly worst: Int32Array;
}

/**
 * Sets of ranks that hold the true one with the given chance, each by itself: of a contestant all differences to the others are bounded at once, and whoever
 * is better (or worse) beyond its bound is so for certain. O(draws x count^2).
 *
 * @param draws strengths as they might have been, [draws, count]
 * @see Mogstad, Romano, Shaikh and Wilhelm, "Inference for ranks with applications to mobility across neighbourhoods", Review of Economic Studies 2024
 */
export function* rankSets(strengths: Float64Array, draws: Float64Array, level: number): Pieces<RankSets> {
  const n = strengths.length;
  const numDraws = draws.length / n;
  const best = new Int32Array(n);
  const worst = new Int32Array(n);
  const deviation = new Float64Array(n);
  const farthest = new Float64Array(numDraws);
  for (let i = 0; i < n; i++) {
    deviation.fill(0);
    for (let d = 0; d < numDraws; d++) {
      const own = draws[d * n + i]! - strengths[i]!;
      for (let j = 0; j < n; j++) deviation[j]! += (draws[d * n + j]! - strengths[j]! - own) ** 2;
    }
    for (let j = 0; j < n; j++) deviation[j] = Math.sqrt(deviation[j]! / numDraws);
    for (let d = 0; d < numDraws; d++) {
      const own = draws[d * n + i]! - strengths[i]!;
      let most = 0;
      for (let j = 0; j < n; j++) {
        if (deviation[j]! === 0) continue;
        most = Math.max(most, Math.abs(draws[d * n + j]! - strengths[j]! - own) / deviation[j]!);
      }
      farthest[d] = most;
    }
    const bound = quantile(farthest.sort(), level);
    let [numBetter, numWorse] = [0, 0];
    for (let j = 0; j < n; j++) {
      const difference = strengths[j]! - strengths[i]!;
      if (difference > bound * deviation[j]!) numBetter++;
      else if (-difference > bound * deviation[j]!) numWorse++;
    }
    best[i] = 1 + numBetter;
    worst[i] = n - numWorse;
    yield;
  }
  return { best, worst };
}
