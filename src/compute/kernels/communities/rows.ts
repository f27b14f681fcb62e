import { Placement } from '../../threads/placed.js';
import type { Pool } from '../../threads/pool.js';

/** Rows that a thread takes at a time: long ones may lie together. */
export const GRAIN = 256;

/** Rows in the memory of the threads. */
export interface ThreadRows {
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  /** Undefined where all are 1. */
  readonly weights?: Float64Array;
}

/**
 * Rows in another order, under other numbers; in a row, entries stay in theirs.
 *
 * @param place holds the new rows; @param order the row that each new one is, and the new number of each row
 */
export function reorderedRows(
  pool: Pool,
  place: Placement,
  { indptr, indices, weights }: ThreadRows,
  { nodes, ranks }: { readonly nodes: Int32Array; readonly ranks: Int32Array },
): ThreadRows {
  const { arena } = pool;
  const numNodes = nodes.length;
  const made = roomForRows(pool, place, numNodes, indices.length, weights !== undefined);
  let end = 0;
  made.indptr[0] = 0;
  for (let r = 0; r < numNodes; r++) {
    end += indptr[nodes[r]! + 1]! - indptr[nodes[r]!]!;
    made.indptr[r + 1] = end;
  }
  const given = new Placement(arena);
  try {
    const from = [given.of(indptr), given.of(indices), weights ? given.of(weights) : 0];
    const into = [made.indptr.byteOffset, made.indices.byteOffset, made.weights?.byteOffset ?? 0];
    pool.run('reorderRows', [...from, given.of(nodes), given.of(ranks), ...into], numNodes, GRAIN);
  } finally {
    given.dispose();
  }
  return made;
}

/** @param place holds the rows, of whatever content */
export function roomForRows(
  { arena }: Pool,
  place: Placement,
  numNodes: number,
  numEntries: number,
  hasWeights: boolean,
): ThreadRows {
  return {
    indptr: arena.int32(place.block(4 * (numNodes + 1)), numNodes + 1),
    indices: arena.int32(place.block(4 * numEntries), numEntries),
    ...(hasWeights && { weights: arena.float64(place.block(8 * numEntries), numEntries) }),
  };
}
