import { daysBetween } from '../history/history.js';
import type { ListView } from '../history/view.js';

/** Items with scores, the best first. */
export interface RankedItems {
  readonly items: readonly number[];
  readonly scores: readonly number[];
}

/** Something that lists items without having learned. */
export interface SimpleRanker {
  readonly name: string;
  /** For people, in one line. */
  readonly title: string;
  /** The first `count` items at most. */
  rank(view: ListView, count: number): RankedItems;
}

/** The items with the most links in the last window, as long as that of the forecast; then those with the most ever. */
const popular: SimpleRanker = {
  name: 'popular',
  title: 'most frequent of all in the last window',
  rank: ({ popularity: { order, recent } }, count) => {
    const items = Array.from(order.subarray(0, count));
    return { items, scores: items.map((item) => recent[item]!) };
  },
};

/** What the same row had, the latest first; scores are 1 / (1 + days since then). */
const ownLatest: SimpleRanker = {
  name: 'latest',
  title: 'what the same row had last',
  rank: (view, count) =>
    filled(view, count, view.own.items.subarray(0, count), (item) => {
      return 1 / (1 + daysBetween(view.own.last[item]!, view.at));
    }),
};

/** What the same row had most often, the latest of equal ones first; scores are counts. */
const ownFrequent: SimpleRanker = {
  name: 'frequent',
  title: 'what the same row had most often',
  rank: (view, count) => {
    const { items, counts } = view.own;
    // The sort is stable.
    const own = items.toSorted((a, b) => counts[b]! - counts[a]!);
    return filled(view, count, own.subarray(0, count), (item) => counts[item]!);
  },
};

/** What others had who had the same; scores are sums of shares. */
const together: SimpleRanker = {
  name: 'together',
  title: 'what others had beside what the row had',
  rank: (view, count) => {
    const { items, scores } = view.together;
    const { places } = view.popularity;
    const own = Int32Array.from(items).sort((a, b) => scores[b]! - scores[a]! || places[a]! - places[b]!);
    return filled(view, count, own.subarray(0, count), (item) => scores[item]!);
  },
};

export const simpleRankers: readonly SimpleRanker[] = [popular, ownLatest, ownFrequent, together];

/** The most frequent of all where there are too few, with a score of 0. */
function filled(
  { popularity: { order } }: ListView,
  count: number,
  first: Int32Array,
  scoreOf: (item: number) => number,
): RankedItems {
  const items = Array.from(first);
  const scores = items.map(scoreOf);
  const there = new Set(items);
  for (let at = 0; at < order.length && items.length < count; at++) {
    if (there.has(order[at]!)) continue;
    items.push(order[at]!);
    scores.push(0);
  }
  return { items, scores };
}
