import { Placement } from '../../threads/placed.js';
import type { Pool } from '../../threads/pool.js';
import { type PlacedLevel, type ThreadScratch, zeroedScratch } from './level.js';
import { GRAIN, roomForRows, type ThreadRows } from './rows.js';

/** Groups of nodes: their numbers by node, and their members one group after the other. */
export interface Groups {
  readonly groups: Int32Array;
  readonly count: number;
  /** [count + 1] */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** Entries that rows are given room for at a time: 192 MiB. */
const PIECE = 2 ** 24;

/**
 * Rows of groups of nodes: weights between two groups are added, those inside one left out. Made piece by piece, so that beside the level
 * and the new rows little memory of the threads is taken.
 *
 * @param place holds the new rows; @param indptr of the level; @param piece entries that rows are given room for at a time
 */
export function groupedRows(
  pool: Pool,
  place: Placement,
  level: PlacedLevel,
  indptr: Int32Array,
  { groups, count, starts, members }: Groups,
  piece = PIECE,
): ThreadRows {
  const bounds = roomOf(indptr, { groups, count, starts, members });
  const made: ThreadRows[] = [];
  const work = new Placement(pool.arena);
  try {
    const scratch = zeroedScratch(pool, work, 8 * count);
    const given = [level.record, work.of(groups), work.of(starts), work.of(members)];
    for (let first = 0; first < count; ) {
      let end = first + 1;
      while (end < count && bounds[end + 1]! - bounds[first]! <= piece) end++;
      const isAll = end - first === count;
      const rows = someRows(pool, isAll ? place : undefined, given, scratch, bounds.subarray(first, end + 1), first);
      if (isAll) return rows;
      made.push(rows);
      first = end;
    }
  } finally {
    work.dispose();
  }
  return joinedRows(pool, place, count, made);
}

/** Where the rows of groups may begin, and the end: each has room for its members' entries, or for an entry to every group. */
function roomOf(indptr: Int32Array, { count, starts, members }: Groups): Float64Array {
  const bounds = new Float64Array(count + 1);
  for (let c = 0; c < count; c++) {
    let entries = 0;
    for (let i = starts[c]!; i < starts[c + 1]!; i++) entries += indptr[members[i]! + 1]! - indptr[members[i]!]!;
    bounds[c + 1] = bounds[c]! + Math.min(entries, count);
  }
  return bounds;
}

/** The rows of the groups from `first` on, one to each of `bounds` but its last; in `place`, or copied out of the memory of the threads. */
function someRows(
  pool: Pool,
  place: Placement | undefined,
  given: readonly number[],
  scratch: ThreadScratch,
  bounds: Float64Array,
  first: number,
): ThreadRows {
  const { arena } = pool;
  const count = bounds.length - 1;
  const room = bounds[count]! - bounds[0]!;
  const work = new Placement(arena);
  try {
    // Pages of memory that are never written are never used.
    const begins = Int32Array.from(bounds.subarray(0, count), (bound) => bound - bounds[0]!);
    const rows = [work.of(begins), work.block(4 * room), work.block(8 * room)];
    const counts = work.block(4 * count);
    const args = [...given, first, ...rows, counts, scratch.pointer, scratch.stride];
    pool.run('groupRows', args, count, Math.ceil(count / 1024), scratch.threads);
    const lengths = arena.int32(counts, count);
    let entries = 0;
    for (let c = 0; c < count; c++) entries += lengths[c]!;
    const made = roomForRows(pool, place ?? work, count, entries, true);
    made.indptr[0] = 0;
    for (let c = 0; c < count; c++) made.indptr[c + 1] = made.indptr[c]! + lengths[c]!;
    const into = [made.indptr.byteOffset, made.indices.byteOffset, made.weights!.byteOffset];
    pool.run('packRows', [...rows, ...into], count, GRAIN);
    if (place) return made;
    return { indptr: made.indptr.slice(), indices: made.indices.slice(), weights: made.weights!.slice() };
  } finally {
    work.dispose();
  }
}

/** Pieces of rows, one after the other. */
function joinedRows(pool: Pool, place: Placement, count: number, pieces: readonly ThreadRows[]): ThreadRows {
  const total = pieces.reduce((sum, { indices }) => sum + indices.length, 0);
  const made = roomForRows(pool, place, count, total, true);
  made.indptr[0] = 0;
  let [row, entry] = [0, 0];
  for (const { indptr, indices, weights } of pieces) {
    for (let c = 1; c < indptr.length; c++) made.indptr[row + c] = entry + indptr[c]!;
    made.indices.set(indices, entry);
    made.weights!.set(weights!, entry);
    row += indptr.length - 1;
    entry += indices.length;
  }
  return made;
}
