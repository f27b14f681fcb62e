import type { Pool } from '../../../compute/index.js';
import { groupedRows, type Placement, placed, placeLevel } from '../../../compute/internal.js';
import { type LevelGraph, membersOf, shareSums } from './level-graph.js';

/**
 * The graph whose nodes are groups of nodes: weights between two groups are added, those inside one are left out (no move changes
 * them), shares are added.
 *
 * @param groups the group of each node, from 0 to `count` - 1
 * @param place where the rows of the new level lie
 */
export function aggregate(
  level: LevelGraph,
  groups: Int32Array,
  count: number,
  { pool, place }: { readonly pool: Pool; readonly place: Placement },
): LevelGraph {
  const rows = placed(pool.arena, (work) =>
    groupedRows(pool, place, placeLevel(pool, work, level), level.indptr, {
      groups,
      count,
      ...membersOf(groups, count),
    }),
  );
  const { outSums, inSums } = shareSums(level, groups, count);
  return { numNodes: count, ...rows, outShares: outSums, inShares: inSums, scale: level.scale };
}
