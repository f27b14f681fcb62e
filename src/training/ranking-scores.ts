import { expectArgument } from '../core/index.js';

/** Positions 0..n-1 in order of falling score; equal scores in order of position. */
function descending(scores: Float64Array): Uint32Array {
  return Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
}

/**
 * Area under the ROC curve of 0/1 `positive` ranked by `scores`, both [n]: the chance that a positive outranks a
 * negative, ties counting one half (Mann-Whitney). NaN without a positive or without a negative. O(n log n).
 */
export function rocAucOf(scores: Float64Array, positive: Uint8Array): number {
  expectArgument(scores, 'numbers', 'scores');
  expectArgument(positive, 'numbers', 'positive');
  const order = descending(scores);
  let positivesAbove = 0;
  let negatives = 0;
  let area = 0;
  for (let i = 0; i < order.length; ) {
    const score = scores[order[i]!]!;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; i < order.length && scores[order[i]!] === score; i++) {
      if (positive[order[i]!]) tiedPositives++;
      else tiedNegatives++;
    }
    area += tiedNegatives * (positivesAbove + tiedPositives / 2);
    positivesAbove += tiedPositives;
    negatives += tiedNegatives;
  }
  return area / (positivesAbove * negatives);
}

/**
 * Average precision: precision at every distinct score, weighted by the recall it adds; no interpolation. NaN without a
 * positive. O(n log n).
 */
export function averagePrecisionOf(scores: Float64Array, positive: Uint8Array): number {
  expectArgument(scores, 'numbers', 'scores');
  expectArgument(positive, 'numbers', 'positive');
  const order = descending(scores);
  let hits = 0;
  let sum = 0;
  for (let i = 0; i < order.length; ) {
    const score = scores[order[i]!]!;
    let tied = 0;
    for (; i < order.length && scores[order[i]!] === score; i++) tied += positive[order[i]!]!;
    hits += tied;
    sum += (tied * hits) / i;
  }
  return sum / hits;
}
