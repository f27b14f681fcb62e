import type { Pool } from '../../../compute/index.js';
import { treeBinsInto, treeBlockBytes, treeColumnBytes } from '../../../compute/internal.js';
import type { TreeColumn } from '../core/column.js';
import type { ColumnBins } from './bin-column.js';
import { binOfCategory } from './category-bins.js';

/** Bytes of a bin of a histogram: two 64-bit whole numbers. */
export const pairBytes = 16;

/**
 * Bins of all rows in the memory of kernels: blocks of four columns, a word a row, so that a row of a leaf that is scattered over the
 * memory is read once for four columns. Columns of one bin have no place in it.
 */
export class BinMatrix {
  readonly pool: Pool;
  readonly numRows: number;
  /** The columns that can be split; U of them. */
  readonly columns: readonly ColumnBins[];
  readonly numBlocks: number;
  /** Addresses: bins, entries of blocks and of columns. */
  readonly bins: number;
  readonly blocks: number;
  readonly entries: number;
  /** [U], where the histogram of each column begins, in bytes. */
  readonly offsets: Int32Array;
  /** Bytes of the histograms of all columns. */
  readonly histogramBytes: number;

  constructor(pool: Pool, given: readonly TreeColumn[], bins: readonly ColumnBins[]) {
    this.pool = pool;
    this.numRows = given[0]?.values.length ?? 0;
    this.columns = bins.filter(({ numBins, hasMissing }) => numBins + Number(hasMissing) > 1);
    this.numBlocks = Math.ceil(this.columns.length / 4);
    let end = 0;
    this.offsets = Int32Array.from(this.columns, (column) => {
      const start = end;
      end += pairBytes * (column.numBins + Number(column.hasMissing));
      return start;
    });
    // Absent columns of the last block share one bin that nobody reads.
    this.histogramBytes = end + pairBytes;
    const { arena } = pool;
    this.bins = arena.alloc(this.numBlocks * this.numRows * 4);
    this.blocks = arena.alloc(this.numBlocks * treeBlockBytes);
    this.entries = arena.alloc(this.columns.length * treeColumnBytes);
    arena.int32(this.bins, this.numBlocks * this.numRows).fill(0);
    this.#describe(end);
    for (const [i, column] of this.columns.entries()) this.#fill(i, column, given[column.feature]!);
  }

  /** Address of the bins of a column: a byte of every word. */
  addressOf(column: number): number {
    return this.bins + 4 * (column >> 2) * this.numRows + (column & 3);
  }

  /** The columns that the next histograms and splits are of, as [U] zeros and ones. */
  use(isUsed: Uint8Array): void {
    const { arena } = this.pool;
    const blocks = arena.int32(this.blocks, (this.numBlocks * treeBlockBytes) / 4);
    const entries = arena.int32(this.entries, (this.columns.length * treeColumnBytes) / 4);
    for (let block = 0; block < this.numBlocks; block++) {
      let bits = 0;
      for (let i = 0; i < 4; i++) if (isUsed[4 * block + i]) bits |= 1 << i;
      blocks[16 * block + 4] = bits;
    }
    for (let i = 0; i < this.columns.length; i++) entries[8 * i + 5] = isUsed[i]!;
  }

  dispose(): void {
    for (const block of [this.bins, this.blocks, this.entries]) this.pool.arena.free(block);
  }

  #describe(spare: number): void {
    const { arena } = this.pool;
    const blocks = arena.int32(this.blocks, (this.numBlocks * treeBlockBytes) / 4).fill(0);
    const entries = arena.int32(this.entries, (this.columns.length * treeColumnBytes) / 4).fill(0);
    for (let i = 0; i < 4 * this.numBlocks; i++) {
      const column = this.columns[i];
      const at = 16 * (i >> 2) + (i & 3);
      blocks[at] = column ? this.offsets[i]! : spare;
      blocks[at + 8] = column ? pairBytes * (column.numBins + Number(column.hasMissing)) : pairBytes;
      if (!column) continue;
      const { numBins, hasMissing, kind, direction } = column;
      entries.set([this.offsets[i]!, numBins, Number(hasMissing), Number(kind === 'number'), direction, 1], 8 * i);
    }
  }

  #fill(i: number, { kind, bounds, codes, numBins }: ColumnBins, { values }: TreeColumn): void {
    const { arena } = this.pool;
    if (kind === 'category') {
      const bins = binOfCategory(codes);
      const out = new Uint8Array(arena.memory.buffer, this.addressOf(i), 4 * this.numRows - 3);
      for (let row = 0; row < this.numRows; row++) out[4 * row] = bins[values[row]!] ?? 0;
      return;
    }
    const [valuesAt, boundsAt] = [arena.alloc(8 * this.numRows), arena.alloc(8 * 256)];
    arena.float64(valuesAt, this.numRows).set(values);
    arena.float64(boundsAt, 256).fill(Number.POSITIVE_INFINITY).set(bounds);
    const addresses = { values: valuesAt, bounds: boundsAt, out: this.addressOf(i), missing: numBins };
    treeBinsInto(this.pool, addresses, this.numRows);
    arena.free(valuesAt);
    arena.free(boundsAt);
  }
}
