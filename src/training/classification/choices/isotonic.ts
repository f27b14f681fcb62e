import type { IsotonicSteps } from './types.js';

/**
 * The never falling function of scores that is nearest to 0/1 labels in the mean of squares: pool adjacent violators (Barlow et al., "Statistical
 * Inference under Order Restrictions", 1972; Zadrozny, Elkan, KDD 2002). Rows of equal scores are one. Probabilities stay half a row
 * away from 0 and 1: no finite number of rows makes anything certain. O(n log n).
 *
 * @param scores finite, at least one
 */
export function fitIsotonic(scores: Float64Array, positive: Uint8Array): IsotonicSteps {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
  const blocks: { first: number; last: number; sum: number; count: number }[] = [];
  for (const at of order) {
    const score = scores[at]!;
    const label = positive[at]! ? 1 : 0;
    const tied = blocks.at(-1);
    if (tied && tied.last === score && tied.first === score) {
      tied.sum += label;
      tied.count++;
    } else blocks.push({ first: score, last: score, sum: label, count: 1 });
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    pooled.push({ ...block });
    for (;;) {
      const [before, last] = [pooled.at(-2), pooled.at(-1)!];
      if (!before || before.sum * last.count < last.sum * before.count) break;
      pooled.splice(-2, 2, {
        ...{ first: before.first, last: last.last, sum: before.sum + last.sum, count: before.count + last.count },
      });
    }
  }
  const away = 0.5 / scores.length;
  const steps = pooled.flatMap(({ first, last, sum, count }) => {
    const probability = Math.min(1 - away, Math.max(away, sum / count));
    return first === last
      ? [[first, probability] as const]
      : ([first, last] as const).map((at) => [at, probability] as const);
  });
  return { scores: steps.map(([score]) => score), probabilities: steps.map(([, probability]) => probability) };
}

/** The probability of a score. O(log steps). */
export function isotonicAt({ scores, probabilities }: IsotonicSteps, score: number): number {
  let [low, high] = [0, scores.length - 1];
  if (score <= scores[low]!) return probabilities[low]!;
  if (score >= scores[high]!) return probabilities[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (scores[middle]! <= score) low = middle;
    else high = middle;
  }
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!);
  return probabilities[low]! + share * (probabilities[high]! - probabilities[low]!);
}
