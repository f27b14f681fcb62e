import type { Pool } from '../threads/pool.js';

/** Rows that a thread takes at once where rows do not depend on each other. */
const grain = 16_384;
/** Rows of a unit of `treePartition`, and of a tile of `treeHistogram`. */
const partRows = 16_384;
const tileRows = 2048;

/** Columns of a block, whose bins of a row lie side by side. */
export const treeBlockColumns = 8;
/** Bytes of the entry of a block: its used columns as bits and, from 16 on, the bytes of the histogram of each column that count. */
export const treeBlockBytes = 48;
/** Bytes of the entry of a column: bins, has missing, is numbers, direction, is used. */
export const treeColumnBytes = 32;
/** Bytes from the histogram of a column to that of the next. */
export const treeHistogramBytes = 4160;
/** Bytes of a found split: gain, sums (f64); rows, last bin on the left, whether missing values go left (i32). */
export const treeSplitBytes = 64;

/** Numbers of bins of a column of numbers [count], bytes of `out`. `bounds`: 256 rising f64, the last ones infinite. Addresses. */
export function treeBinsInto(
  pool: Pool,
  { values, bounds, out, missing }: Readonly<Record<'values' | 'bounds' | 'out' | 'missing', number>>,
  count: number,
): void {
  pool.run('treeBins', [values, bounds, out, missing], count, grain);
}

/** Bins of columns [columns, numRows], also row by row: `out` [numRows, numBlocks] of eight bytes. Addresses. */
export function treeInterleaveInto(pool: Pool, columns: number, numRows: number, numBlocks: number, out: number): void {
  pool.run('treeInterleave', [columns, numRows, numBlocks, out], Math.ceil(numRows / 1024), 16);
}

export interface QuantisedGradients {
  /** Addresses: f64 [count] each, and pairs of 64-bit whole numbers. */
  readonly gradients: number;
  readonly seconds: number;
  readonly out: number;
  /** Exponents of the powers of two they are multiplied by. */
  readonly exponents: readonly [number, number];
  /** Bits that count rows, below the second derivative. */
  readonly countBits: number;
}

/** Gradients and second derivatives as whole numbers, for {@link treeHistogramInto}. */
export function treeQuantiseInto(
  pool: Pool,
  { gradients, seconds, out, exponents, countBits }: QuantisedGradients,
  count: number,
): void {
  pool.run('treeQuantise', [gradients, seconds, out, ...exponents, countBits], count, grain);
}

/** Addresses, and numbers of rows and blocks. */
export interface HistogramArrays {
  readonly bins: number;
  readonly pairs: number;
  readonly rows: number;
  readonly count: number;
  readonly histograms: number;
  readonly blocks: number;
  readonly numBlocks: number;
}

/** Sums of pairs of listed rows by bin, for the used columns of every block. O(count x columns). */
export function treeHistogramInto(pool: Pool, arrays: HistogramArrays): void {
  const { bins, pairs, rows, count, histograms, blocks, numBlocks } = arrays;
  const stride = tileRows * 16;
  pool.withScratch(stride, (scratch) => {
    const args = [bins, 8 * numBlocks, pairs, rows, count, histograms, blocks, scratch, stride];
    pool.run('treeHistogram', args, numBlocks, Math.ceil(numBlocks / pool.threads));
  });
}

/** Addresses, and numbers: see the kernel. */
export interface SplitArrays {
  readonly smaller: number;
  readonly larger: number;
  readonly columns: number;
  readonly common: number;
  readonly leaves: number;
  readonly out: number;
  readonly numColumns: number;
  readonly countBits: number;
  readonly bounded: boolean;
}

/** The best split of every used column of numbers, of one leaf or of two siblings. O(bins). */
export function treeSplitsInto(pool: Pool, arrays: SplitArrays): void {
  const { smaller, larger, columns, common, leaves, out, numColumns, countBits, bounded } = arrays;
  const args = [smaller, larger, columns, common, leaves, out, numColumns, countBits, Number(bounded)];
  pool.run('treeSplits', args, numColumns, Math.ceil(numColumns / (pool.threads * 2)));
}

/** Bytes of the scratch of {@link treePartitionInto} for so many rows. */
export function partitionScratchBytes(rows: number): number {
  return 8 * rows + 12 * Math.ceil(rows / partRows) + 256;
}

export interface PartitionArrays {
  /** Bytes: the bins of the column. */
  readonly bins: number;
  /** The rows of the leaf (int32 [count]), which are parted in place. */
  readonly rows: number;
  readonly count: number;
  /** 256 bytes: 1 where a bin goes left. */
  readonly table: number;
  readonly scratch: number;
}

/** Rows of bins that go left first, then the others, both in the order they were in. @returns how many go left */
export function treePartitionInto(pool: Pool, { bins, rows, count, table, scratch }: PartitionArrays): number {
  const pieces = Math.ceil(count / partRows);
  const right = scratch + 4 * count;
  const counts = right + 4 * count;
  const places = counts + 4 * pieces;
  const args = [bins, rows, count, table, scratch, right, counts, places];
  pool.run('treePartition', args, pieces);
  const lefts = pool.arena.int32(counts, pieces);
  const total = lefts.reduce((sum, each) => sum + each, 0);
  const at = pool.arena.int32(places, 2 * pieces);
  let [nextLeft, nextRight] = [0, total];
  for (let piece = 0; piece < pieces; piece++) {
    at[2 * piece] = nextLeft;
    at[2 * piece + 1] = nextRight;
    nextLeft += lefts[piece]!;
    nextRight += Math.min(partRows, count - piece * partRows) - lefts[piece]!;
  }
  pool.run('treePlace', args, pieces);
  return total;
}
