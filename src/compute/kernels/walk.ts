import type { Pool } from '../threads/pool.js';

/** A CSR in the pool's arena, by addresses. */
export interface WalkEdges {
  readonly numRows: number;
  readonly indptr: number;
  readonly indices: number;
  /** Float64 an entry; 0 where all are 1. */
  readonly weights: number;
}

/** Rows of a block, as in the kernel. */
const BLOCK_ROWS = 1024;
/** Rows that a thread takes at a time. */
const GRAIN = 1024;

/** Bytes of the figures of {@link pageRankStep}. */
export function pageRankFigureBytes(numRows: number): number {
  return Math.ceil(numRows / BLOCK_ROWS) * 16;
}

/** out[r] = SUM over the entries of row r of weight * x[column], float64 at addresses; the same bits for any number of threads. */
export function walkSumInto(
  pool: Pool,
  { numRows, indptr, indices, weights }: WalkEdges,
  x: number,
  out: number,
): void {
  pool.run('walkSum', [indptr, indices, weights, x, out], numRows, GRAIN);
}

/** Addresses of the arrays of an iteration, float64 [rows] each. */
export interface PageRankArrays {
  /** Rank of every node over the weights of its edges, before the iteration. */
  readonly passed: number;
  /** Ranks before the iteration, and after it. */
  readonly rank: number;
  /** 1 / weights of the edges of a node; 0 where it has none. */
  readonly scale: number;
  /** Chances of a restart, 0 for the same of all, 1. */
  readonly chance: number;
  /** Like `passed`, after the iteration. */
  readonly passedOn: number;
  /** {@link pageRankFigureBytes} bytes. */
  readonly figures: number;
  /** Two float64. */
  readonly numbers: number;
}

/**
 * One iteration of PageRank over edges to every node: rank[r] = damping * SUM of weight * passed[column] + share * chance[r]. Answers the
 * sum of the changes, and the rank that nodes without edges have; the same bits for any number of threads.
 */
export function pageRankStep(
  pool: Pool,
  { numRows, indptr, indices, weights }: WalkEdges,
  arrays: PageRankArrays,
  damping: number,
  share: number,
): { readonly change: number; readonly stuck: number } {
  const { passed, rank, scale, chance, passedOn, figures, numbers } = arrays;
  pool.arena.float64(numbers, 2).set([damping, share]);
  const args = [indptr, indices, weights, passed, rank, scale, chance, passedOn, figures, numbers, numRows];
  const numBlocks = Math.ceil(numRows / BLOCK_ROWS);
  pool.run('pageRankStep', args, numBlocks, 1);
  const sums = pool.arena.float64(figures, numBlocks * 2);
  let [change, stuck] = [0, 0];
  for (let b = 0; b < numBlocks; b++) {
    change += sums[2 * b]!;
    stuck += sums[2 * b + 1]!;
  }
  return { change, stuck };
}
