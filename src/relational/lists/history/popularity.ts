import { firstAfter } from '../../aggregates/first-after.js';
import type { TemporalIndex } from '../../aggregates/temporal-index.js';
import type { ListQuestion } from '../task/question.js';

/** How often each item was linked to, as known by a time. */
export interface Popularity {
  readonly seen: number;
  /** In the last window, as long as that of the forecast, and ever, [items]. */
  readonly recent: Int32Array;
  readonly ever: Int32Array;
  /** Items with any link: those of the most recent links first, of equal ones those of the most ever, then in the order of ids. */
  readonly order: Int32Array;
  /** Of each item its place in that order, [items]; -1: it has no link. */
  readonly places: Int32Array;
}

interface ByItem {
  readonly byItem: TemporalIndex;
  readonly question: ListQuestion;
}

/** O(items x log links). */
export function popularityAt({ byItem, question: { items, horizon } }: ByItem, seen: number): Popularity {
  const numItems = items.ids.length;
  const [recent, ever, places] = [new Int32Array(numItems), new Int32Array(numItems), new Int32Array(numItems)];
  for (let item = 0; item < numItems; item++) {
    const begin = byItem.begin[item]!;
    const end = firstAfter(byItem.times, begin, byItem.end(item), seen);
    ever[item] = end - begin;
    recent[item] = end - firstAfter(byItem.times, begin, end, seen - horizon);
  }
  const order = Int32Array.from({ length: numItems }, (_, item) => item)
    .filter((item) => ever[item]! > 0)
    .sort((a, b) => recent[b]! - recent[a]! || ever[b]! - ever[a]! || items.places[a]! - items.places[b]!);
  places.fill(-1);
  for (const [place, item] of order.entries()) places[item] = place;
  return { seen, recent, ever, order, places };
}
