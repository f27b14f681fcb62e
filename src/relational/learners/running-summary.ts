import type { ForecastKind } from '../tasks/types.js';

/** What labels come to while one after the other is added. */
export interface RunningSummary {
  add(label: number): void;
  answer(): Float64Array;
}

/** Begins a summary. @param labels all that may be added, in any order */
export type SummaryOf = (labels: Float64Array) => RunningSummary;

/** The shares of classes, or the median. @param numClasses 1 of numbers */
export function usual(kind: ForecastKind, numClasses: number): SummaryOf {
  return kind === 'numbers' ? runningMedian : () => runningShares(numClasses);
}

/** The same of the last label alone. */
export function latest(of: SummaryOf): SummaryOf {
  return () => {
    let last = Number.NaN;
    return {
      add(label) {
        last = label;
      },
      answer: () => summed(of, Float64Array.of(last)),
    };
  };
}

/** Of all labels at once. */
export function summed(of: SummaryOf, labels: Float64Array): Float64Array {
  const summary = of(labels);
  for (const label of labels) summary.add(label);
  return summary.answer();
}

function runningShares(numClasses: number): RunningSummary {
  const counts = new Float64Array(numClasses);
  let total = 0;
  return {
    add(label) {
      counts[label]!++;
      total++;
    },
    answer: () => counts.map((count) => count / total),
  };
}

/** The median, in O(log n) a label and an answer: a Fenwick tree counts the labels that were added, by their places among all that may be. */
function runningMedian(labels: Float64Array): RunningSummary {
  const sorted = Float64Array.from(labels).sort();
  const counts = new Int32Array(sorted.length + 1);
  const widest = 2 ** Math.floor(Math.log2(sorted.length));
  let total = 0;
  /** Of those that were added the one with so many before it. */
  const withBefore = (before: number): number => {
    let [place, left] = [0, before];
    for (let step = widest; step >= 1; step /= 2) {
      const next = place + step;
      if (next > sorted.length || counts[next]! > left) continue;
      place = next;
      left -= counts[next]!;
    }
    return sorted[place]!;
  };
  return {
    add(label) {
      for (let at = placeOf(sorted, label) + 1; at < counts.length; at += at & -at) counts[at]!++;
      total++;
    },
    answer() {
      const middle = (total - 1) / 2;
      const [low, high] = [withBefore(Math.floor(middle)), withBefore(Math.ceil(middle))];
      return Float64Array.of(low + (middle - Math.floor(middle)) * (high - low));
    },
  };
}

/** The first place of a value that is there. */
function placeOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
