import { expectArgument } from '../core/index.js';

/** Rows in order of falling score: lets several figures be taken of one sorting. */
export interface Ranking {
  /** Positions in order of falling score; equal scores in order of position. */
  readonly order: Uint32Array;
  /** By place in the order, 1 where the score is that of the place before. */
  readonly isTied: Uint8Array;
  /** By position, 0/1. */
  readonly positive: Uint8Array;
}

/** O(n log n). */
export function ranked(scores: Float64Array, positive: Uint8Array): Ranking {
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const isTied = Uint8Array.from(order, (at, i) => (i > 0 && scores[at] === scores[order[i - 1]!] ? 1 : 0));
  return { order, isTied, positive };
}

/** Told of each distinct score from the highest, with the positives and negatives that have it. */
function walk(
  { order, isTied, positive }: Ranking,
  times: ArrayLike<number> | undefined,
  visit: (positives: number, negatives: number) => void,
): void {
  for (let i = 0; i < order.length; ) {
    let positives = 0;
    let negatives = 0;
    do {
      const at = order[i]!;
      const count = times === undefined ? 1 : times[at]!;
      if (positive[at]) positives += count;
      else negatives += count;
      i++;
    } while (i < order.length && isTied[i]);
    if (positives + negatives > 0) visit(positives, negatives);
  }
}

/** ROC-AUC where position i counts `times[i]` times; default once. O(n). */
export function rocAucOfRanking(ranking: Ranking, times?: ArrayLike<number>): number {
  let positivesAbove = 0;
  let allNegatives = 0;
  let area = 0;
  walk(ranking, times, (positives, negatives) => {
    area += negatives * (positivesAbove + positives / 2);
    positivesAbove += positives;
    allNegatives += negatives;
  });
  return area / (positivesAbove * allNegatives);
}

/** Average precision where position i counts `times[i]` times; default once. O(n). */
export function averagePrecisionOfRanking(ranking: Ranking, times?: ArrayLike<number>): number {
  let hits = 0;
  let seen = 0;
  let sum = 0;
  walk(ranking, times, (positives, negatives) => {
    hits += positives;
    seen += positives + negatives;
    sum += (positives * hits) / seen;
  });
  return sum / hits;
}

/**
 * Area under the ROC curve of 0/1 `positive` ranked by `scores`, both [n]: the chance that a positive outranks a
 * negative, ties counting one half (Mann-Whitney). NaN without a positive or without a negative. O(n log n).
 */
export function rocAucOf(scores: Float64Array, positive: Uint8Array): number {
  return rocAucOfRanking(checkedRanking(scores, positive));
}

/**
 * Average precision: precision at every distinct score, weighted by the recall it adds; no interpolation. NaN without a
 * positive. O(n log n).
 */
export function averagePrecisionOf(scores: Float64Array, positive: Uint8Array): number {
  return averagePrecisionOfRanking(checkedRanking(scores, positive));
}

/** What one threshold gives: rows at or above it count as positive. */
export interface ThresholdPoint {
  readonly threshold: number;
  /** Share of the positives found; NaN without a positive. */
  readonly recall: number;
  /** Share of the negatives that count as positive; NaN without a negative. */
  readonly falsePositiveRate: number;
  readonly precision: number;
}

/**
 * Recall, false positives and precision at every distinct score, the highest first: the points of ROC and precision-recall curves.
 * O(n log n).
 */
export function thresholdPoints(scores: Float64Array, positive: Uint8Array): ThresholdPoint[] {
  const ranking = checkedRanking(scores, positive);
  const all = { positives: 0, negatives: 0 };
  const counts: { readonly positives: number; readonly negatives: number }[] = [];
  walk(ranking, undefined, (positives, negatives) => {
    all.positives += positives;
    all.negatives += negatives;
    counts.push({ ...all });
  });
  return counts.map(({ positives, negatives }) => ({
    threshold: scores[ranking.order[positives + negatives - 1]!]!,
    recall: positives / all.positives,
    falsePositiveRate: negatives / all.negatives,
    precision: positives / (positives + negatives),
  }));
}

function checkedRanking(scores: Float64Array, positive: Uint8Array): Ranking {
  expectArgument(scores, 'numbers', 'scores');
  expectArgument(positive, 'numbers', 'positive');
  return ranked(scores, positive);
}
