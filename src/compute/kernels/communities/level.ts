import type { Placement } from '../../threads/placed.js';
import type { Pool } from '../../threads/pool.js';

/** Symmetric edges between nodes, and what an objective expects between two of them: `scale * (out[u] * in[v] + in[u] * out[v])`. */
export interface CommunityLevel {
  readonly numNodes: number;
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  /** Undefined where all are 1. */
  readonly weights?: Float64Array;
  readonly outShares: Float64Array;
  /** The same array as `outShares` where directions do not count. */
  readonly inShares: Float64Array;
  readonly scale: number;
}

/** A level in the memory of the threads. */
export interface PlacedLevel {
  readonly numNodes: number;
  readonly numEntries: number;
  /** Entries of the longest row. */
  readonly longest: number;
  /** Address of the record that kernels read. */
  readonly record: number;
}

/** Arrays that lie there already are not copied. */
export function placeLevel(pool: Pool, place: Placement, level: CommunityLevel): PlacedLevel {
  const { numNodes, indptr, indices, weights, outShares, inShares, scale } = level;
  const record = place.block(32);
  const out = place.of(outShares);
  const into = inShares === outShares ? out : place.of(inShares);
  const words = [numNodes, place.of(indptr), place.of(indices), weights ? place.of(weights) : 0, out, into];
  pool.arena.int32(record, 6).set(words);
  pool.arena.float64(record + 24, 1)[0] = scale;
  let longest = 0;
  for (let v = 0; v < numNodes; v++) longest = Math.max(longest, indptr[v + 1]! - indptr[v]!);
  return { numNodes, numEntries: indices.length, longest, record };
}

/** A multiple of 64, so that no two threads write to one line. */
export function threadBytes(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

/** Bytes that scratch for all threads may take: a quarter of the memory that threads share. */
const MOST_SCRATCH = 2 ** 30;

/** Scratch of threads, all 0. */
export interface ThreadScratch {
  readonly pointer: number;
  /** Bytes of each thread. */
  readonly stride: number;
  /** Threads there is scratch for: fewer than the pool has where it would be too large for all. */
  readonly threads: number;
}

/** @param bytes that a thread needs; @param limit of the bytes for all threads */
export function zeroedScratch(
  { arena, threads }: Pool,
  place: Placement,
  bytes: number,
  limit = MOST_SCRATCH,
): ThreadScratch {
  const stride = threadBytes(bytes);
  const most = Math.max(1, Math.min(threads, Math.floor(limit / Math.max(1, stride))));
  const pointer = place.block(stride * most);
  arena.float64(pointer, (stride * most) / 8).fill(0);
  return { pointer, stride, threads: most };
}
