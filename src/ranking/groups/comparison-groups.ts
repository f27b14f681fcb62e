import type { RankingInput } from '../input/input.js';
import { readInput } from '../input/read-input.js';
import { groupsOf } from './groups.js';

/** Who can be ranked with whom. */
export interface ComparisonGroups {
  /** Contestants between whom there is a chain of comparisons, whoever won; between two groups nothing is known. The largest first. */
  readonly weak: readonly (readonly string[])[];
  /** Contestants between whom chains of wins lead both ways, so that their strengths are finite; in each weak group those that won first. */
  readonly strong: readonly (readonly string[])[];
}

/**
 * Ford's condition: strengths of Plackett and Luce, or Bradley and Terry, are finite where there is one strong group.
 *
 * @throws {HeteroGraphError} as `rank` does of its input
 * @see Ford, "Solution of a ranking problem from binary comparisons", American Mathematical Monthly 1957
 * @example
 * comparisonGroups({ rankings: { orders: [['a', 'b'], ['c', 'd']] } }).weak; // [['a', 'b'], ['c', 'd']]
 */
export function comparisonGroups(input: RankingInput): ComparisonGroups {
  const { preferences } = readInput(input);
  const { weak, strong } = groupsOf(preferences, 'none');
  const named = (groups: readonly Int32Array[]) =>
    groups.map((members) => Array.from(members, (m) => preferences.names[m]!));
  return { weak: named(weak), strong: named(strong) };
}
