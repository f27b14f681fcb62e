import type { ListView } from '../history/view.js';

/** Of the row's own items, the latest and the most frequent; of what others had beside them; and of the most frequent of all. */
const LATEST = 40;
const FREQUENT = 20;
const TOGETHER = 40;
const POPULAR = 40;

/** Candidates that an anchor has at most, for lists of k of so many items. */
export function mostCandidates(k: number, numItems: number): number {
  return Math.min(numItems, LATEST + FREQUENT + TOGETHER + Math.max(POPULAR, k));
}

/** Items worth a look for an anchor, each once: what the rankers that do not learn put first. */
export function candidatesOf(view: ListView, k: number): Int32Array {
  const { own, popularity, together } = view;
  const { counts } = own;
  const { scores } = together;
  const { places } = popularity;
  const all = new Set<number>(own.items.subarray(0, LATEST));
  const frequent = own.items.toSorted((a, b) => counts[b]! - counts[a]!);
  for (const item of frequent.subarray(0, FREQUENT)) all.add(item);
  const beside = Int32Array.from(together.items).sort((a, b) => scores[b]! - scores[a]! || places[a]! - places[b]!);
  for (const item of beside.subarray(0, TOGETHER)) all.add(item);
  for (const item of popularity.order.subarray(0, Math.max(POPULAR, k))) all.add(item);
  return Int32Array.from(all);
}
