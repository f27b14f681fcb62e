import { nodesOfSet, type SetView } from '../sampling/set-store.js';

export interface GreedyOptions {
  /** Nodes that may be chosen, 1 each, [numNodes]; default all. */
  readonly candidates?: Uint8Array;
  /** Seeds there already: the sets they hit count as covered from the start. */
  readonly given?: Int32Array;
}

/** Seeds by greedy maximum coverage. */
export interface Selection {
  /** In the order chosen; fewer than k where no other candidate is in an uncovered set. */
  readonly seeds: Int32Array;
  /** Sets that each one covers first. */
  readonly gains: Int32Array;
  /** Sets that `given` covers. */
  readonly before: number;
  /** Sets covered in the end, `before` included. */
  readonly covered: number;
  /**
   * No k candidates (with `given`) cover more sets than this: the least, over all prefixes of the seeds, of what the prefix covers plus
   * the k largest gains that are left then (Tang, Tang, Xiao, Yuan, SIGMOD 2018, section 5).
   */
  readonly upper: number;
}

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
