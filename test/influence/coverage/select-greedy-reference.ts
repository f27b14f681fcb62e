import type { GreedyOptions, Selection } from '../../../src/influence/coverage/greedy.js';
import { nodesOfSet, type SetView } from '../../../src/influence/sampling/set-store.js';

/**
 * Greedy maximum coverage by counting everything anew for every seed: the reference. Ties go to the lower node.
 * O(k (sum of set sizes + N log N)).
 */
export function selectGreedyReference(
  sets: SetView,
  numNodes: number,
  k: number,
  options: GreedyOptions = {},
): Selection {
  const lists = Array.from({ length: sets.size }, (_, i) => [...nodesOfSet(sets, i)]);
  const covered = lists.map((list) => list.some((v) => options.given?.includes(v)));
  const count = () => covered.filter(Boolean).length;
  const before = count();
  const [seeds, gains]: [number[], number[]] = [[], []];
  let upper = Number.POSITIVE_INFINITY;
  for (;;) {
    const gain = new Array<number>(numNodes).fill(0);
    lists.forEach((list, i) => {
      if (!covered[i]) for (const v of list) if (options.candidates?.[v] !== 0) gain[v]!++;
    });
    const order = gain.map((_, v) => v).sort((a, b) => gain[b]! - gain[a]! || a - b);
    const best = order.slice(0, k).reduce((sum, v) => sum + gain[v]!, 0);
    upper = Math.min(upper, count() + best);
    const chosen = order[0];
    if (seeds.length === k || chosen === undefined || gain[chosen] === 0) break;
    seeds.push(chosen);
    gains.push(gain[chosen]!);
    lists.forEach((list, i) => {
      covered[i] ||= list.includes(chosen);
    });
  }
  return { seeds: Int32Array.from(seeds), gains: Int32Array.from(gains), before, covered: count(), upper };
}
