import { RandomStream } from '../core/index.js';
import type { PropagationInput } from './input.js';

/** Beyond so many relations subsets are drawn, not listed. */
const LISTED = 12;

/**
 * Subsets of the relations, each with at least one that touches the target, as NARS samples them (Yu et al. 2020): all of them where
 * there are no more than `count`, else as many at random, without repetition. Numbers of relations, ascending.
 */
export function relationSubsets({ relations, target }: PropagationInput, count: number, seed: number): number[][] {
  const touches = relations.map(({ a, b }) => a === target || b === target);
  if (!touches.includes(true)) return [];
  const stream = new RandomStream(seed, 'relation-subsets');
  const isUsable = (subset: readonly number[]) => subset.some((r) => touches[r]);
  if (relations.length <= LISTED) {
    const all = Array.from({ length: 2 ** relations.length }, (_, bits) =>
      relations.flatMap((_relation, r) => ((bits >> r) & 1 ? [r] : [])),
    ).filter(isUsable);
    if (all.length <= count) return all;
    const order = stream.shuffle(Int32Array.from(all, (_, i) => i));
    return [...order.subarray(0, count)].sort((a, b) => a - b).map((i) => all[i]!);
  }
  const found = new Map<string, number[]>();
  // More than 4,000 subsets: repetitions are rare, and an end is sure.
  for (let draw = 0; draw < 100 * count && found.size < count; draw++) {
    const subset = relations.flatMap((_, r) => (stream.next() < 0.5 ? [r] : []));
    if (isUsable(subset)) found.set(String(subset), subset);
  }
  return [...found.values()];
}
