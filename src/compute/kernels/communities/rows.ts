import { Placement } from '../../threads/placed.js';
import type { Pool } from '../../threads/pool.js';
import { type PlacedLevel, threadBytes } from './level.js';

/** Rows that a thread takes at a time: long ones may lie together. */
const GRAIN = 256;

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

/** Groups of nodes: their numbers by node, and their members one group after the other. */
export interface Groups {
  readonly groups: Int32Array;
  readonly count: number;
  /** [count + 1] */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/**
 * Rows of groups of nodes: weights between two groups are added, those inside one left out.
 *
 * @param place holds the new rows; @param indptr of the level
 */
export function groupedRows(
  pool: Pool,
  place: Placement,
  level: PlacedLevel,
  indptr: Int32Array,
  { groups, count, starts, members }: Groups,
): ThreadRows {
  const { arena, threads } = pool;
  const bounds = new Int32Array(count);
  for (let c = 0, end = 0; c < count; c++) {
    bounds[c] = end;
    for (let i = starts[c]!; i < starts[c + 1]!; i++) end += indptr[members[i]! + 1]! - indptr[members[i]!]!;
  }
  const work = new Placement(arena);
  try {
    const stride = threadBytes(8 * count);
    const scratch = work.block(stride * threads);
    arena.float64(scratch, (stride * threads) / 8).fill(0);
    // As long as they can become: pages of memory that are never written are never used.
    const rows = [work.of(bounds), work.block(4 * level.numEntries), work.block(8 * level.numEntries)];
    const counts = work.block(4 * count);
    const given = [level.record, work.of(groups), work.of(starts), work.of(members)];
    pool.run('groupRows', [...given, ...rows, counts, scratch, stride], count, Math.ceil(count / 1024));
    const lengths = arena.int32(counts, count);
    let end = 0;
    for (let c = 0; c < count; c++) end += lengths[c]!;
    const made = roomForRows(pool, place, count, end, true);
    made.indptr[0] = 0;
    for (let c = 0; c < count; c++) made.indptr[c + 1] = made.indptr[c]! + lengths[c]!;
    const into = [made.indptr.byteOffset, made.indices.byteOffset, made.weights!.byteOffset];
    pool.run('packRows', [...rows, ...into], count, GRAIN);
    return made;
  } finally {
    work.dispose();
  }
}

function roomForRows(
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
