import { UnionFind } from '../../core/index.js';
import type { Preferences } from '../input/preferences.js';
import { membersOf } from './members.js';
import { strongInOrder } from './strong-order.js';
import { type TieLinks, winGraph } from './win-graph.js';

/** Contestants in groups; numbers ascending in each. */
export interface Groups {
  /** Joined by comparisons, whoever won: between two of them nothing is known. The largest first, of equal ones that with the first contestant. */
  readonly weak: readonly Int32Array[];
  /** Joined by chains of wins both ways, so that strengths within are finite; weak group by weak group, those that won before those that lost. */
  readonly strong: readonly Int32Array[];
}

/**
 * Who can be ranked with whom. O(contestants + items).
 *
 * @see Ford, "Solution of a ranking problem from binary comparisons", American Mathematical Monthly 1957
 */
export function groupsOf(preferences: Preferences, ties: TieLinks): Groups {
  const { names, offsets, items, weights } = preferences;
  const joined = new UnionFind(names.length);
  for (let r = 0; r < weights.length; r++) {
    for (let k = offsets[r]! + 1; k < offsets[r + 1]!; k++) joined.join(items[k - 1]!, items[k]!);
  }
  const weak = membersOf(joined.sets().of).sort((a, b) => b.length - a.length || a[0]! - b[0]!);
  const weakOf = new Int32Array(names.length);
  for (const [w, members] of weak.entries()) for (const m of members) weakOf[m] = w;
  const strong = strongInOrder(winGraph(preferences, ties), names.length);
  // A stable sort: the order of wins stays within a weak group.
  return { weak, strong: strong.sort((a, b) => weakOf[a[0]!]! - weakOf[b[0]!]!) };
}
