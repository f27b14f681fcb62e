import type { Pool } from '../../../compute/index.js';
import {
  type Placement,
  placed,
  treeBinsInto,
  treeBlockBytes,
  treeBlockColumns,
  treeColumnBytes,
  treeHistogramBytes,
  treeInterleaveInto,
} from '../../../compute/internal.js';
import type { TreeColumn } from '../core/column.js';
import type { ColumnBins } from './bin-column.js';
import { binOfCategory } from './category-bins.js';

/** Bytes of a bin of a histogram: two 64-bit whole numbers. */
export const pairBytes = 16;

/**
 * Bins of all rows in the memory of kernels: column by column for the parting of leaves, and row by row, in blocks of eight columns, for
 * histograms, so that a row of a leaf that is scattered over the memory is fetched once. Columns of one bin have no place in it.
 */
export class BinMatrix {
  readonly pool: Pool;
  readonly numRows: number;
  /** The columns that can be split; U of them. */
  readonly columns: readonly ColumnBins[];
  readonly numBlocks: number;
  /** Addresses: bins row by row and column by column, entries of blocks and of columns. */
  readonly bins: number;
  readonly #byColumn: number;
  readonly blocks: number;
  readonly entries: number;
  /** Bytes of the histograms of all columns. */
  readonly histogramBytes: number;

  /** @param place of its blocks, which are freed with it */
  constructor(pool: Pool, place: Placement, given: readonly TreeColumn[], bins: readonly ColumnBins[]) {
    this.pool = pool;
    this.numRows = given[0]?.values.length ?? 0;
    this.columns = bins.filter(({ numBins, hasMissing }) => numBins + Number(hasMissing) > 1);
    this.numBlocks = Math.ceil(this.columns.length / treeBlockColumns);
    this.histogramBytes = this.numBlocks * treeBlockColumns * treeHistogramBytes;
    const { arena } = pool;
    const cells = this.numBlocks * this.numRows * treeBlockColumns;
    this.bins = place.block(cells);
    this.#byColumn = place.block(cells);
    this.blocks = place.block(this.numBlocks * treeBlockBytes);
    this.entries = place.block(this.columns.length * treeColumnBytes);
    arena.int32(this.#byColumn, cells / 4).fill(0);
    this.#describe();
    for (const [i, column] of this.columns.entries()) this.#fill(i, column, given[column.feature]!);
    treeInterleaveInto(pool, this.#byColumn, this.numRows, this.numBlocks, this.bins);
  }

  /** Address of the bins of a column, a byte a row. */
  addressOf(column: number): number {
    return this.#byColumn + column * this.numRows;
  }

  /** The columns that the next histograms and splits are of, as [U] zeros and ones. */
  use(isUsed: Uint8Array): void {
    const { arena } = this.pool;
    const blocks = arena.int32(this.blocks, (this.numBlocks * treeBlockBytes) / 4);
    const entries = arena.int32(this.entries, (this.columns.length * treeColumnBytes) / 4);
    for (let block = 0; block < this.numBlocks; block++) {
      let bits = 0;
      for (let i = 0; i < 8; i++) if (isUsed[8 * block + i]) bits |= 1 << i;
      blocks[12 * block] = bits;
    }
    for (let i = 0; i < this.columns.length; i++) entries[8 * i + 4] = isUsed[i]!;
  }

  #describe(): void {
    const { arena } = this.pool;
    const blocks = arena.int32(this.blocks, (this.numBlocks * treeBlockBytes) / 4).fill(0);
    const entries = arena.int32(this.entries, (this.columns.length * treeColumnBytes) / 4).fill(0);
    for (const [i, { numBins, hasMissing, kind, direction }] of this.columns.entries()) {
      blocks[12 * (i >> 3) + 4 + (i & 7)] = pairBytes * (numBins + Number(hasMissing));
      entries.set([numBins, Number(hasMissing), Number(kind === 'number'), direction, 1], 8 * i);
    }
  }

  #fill(i: number, { kind, bounds, codes, numBins }: ColumnBins, { values }: TreeColumn): void {
    const { arena } = this.pool;
    if (kind === 'category') {
      const bins = binOfCategory(codes);
      const out = new Uint8Array(arena.memory.buffer, this.addressOf(i), this.numRows);
      for (let row = 0; row < this.numRows; row++) out[row] = bins[values[row]!] ?? 0;
      return;
    }
    placed(arena, (place) => {
      const [valuesAt, boundsAt] = [place.block(8 * this.numRows), place.block(8 * 256)];
      arena.float64(valuesAt, this.numRows).set(values);
      arena.float64(boundsAt, 256).fill(Number.POSITIVE_INFINITY).set(bounds);
      const addresses = { values: valuesAt, bounds: boundsAt, out: this.addressOf(i), missing: numBins };
      treeBinsInto(this.pool, addresses, this.numRows);
    });
  }
}
