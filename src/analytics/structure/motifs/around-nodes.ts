import type { Pieces } from '../../../core/index.js';
import type { RankedGraph } from '../simple/ranked-graph.js';
import type { Tables, TypedRanks } from './tables.js';

/** Nodes looked at between two pauses. */
const PIECE = 4096;

/** Paths of two edges, or stars of three, by their centre. */
export function* countAroundNodes(
  { numNodes }: RankedGraph,
  size: 3 | 4,
  { numTypes: T, types, degrees }: TypedRanks,
  tables: Tables,
): Pieces<void> {
  const [paths, stars] = [tables['path-3'], tables.star];
  for (let r = 0; r < numNodes; r++) {
    if (r % PIECE === 0) yield;
    const own = types[r]!;
    for (let a = 0; a < T; a++) {
      const ofA = degrees[r * T + a]!;
      if (ofA === 0) continue;
      for (let b = a; b < T; b++) {
        const ofB = degrees[r * T + b]! - Number(b === a);
        if (ofB <= 0) continue;
        const pairs = b === a ? (ofA * ofB) / 2 : ofA * ofB;
        if (size === 3) {
          paths![(a * T + own) * T + b]! += pairs;
          continue;
        }
        for (let c = b; c < T; c++) {
          const ofC = degrees[r * T + c]! - Number(c === b) - Number(c === a);
          if (ofC <= 0) continue;
          // Three of one type were chosen in order of the first two; two of one type, of which the first pair was not.
          const share = c === b ? (b === a ? 3 : 2) : 1;
          stars![((own * T + a) * T + b) * T + c]! += (pairs * ofC) / share;
        }
      }
    }
  }
}
