import { type Placement, treeHistogramBytes, treeHistogramInto } from '../../../compute/internal.js';
import { type BinMatrix, pairBytes } from '../binning/bin-matrix.js';
import type { Gradients } from './gradients.js';
import { sumsOf } from './histogram-words.js';

/** Blocks for the histograms of leaves, used again from tree to tree. */
export class Histograms {
  readonly #place: Placement;
  readonly #matrix: BinMatrix;
  readonly #slots: number[] = [];
  #free: number[] = [];

  /** @param place of the blocks, which are freed with it */
  constructor(place: Placement, matrix: BinMatrix) {
    this.#place = place;
    this.#matrix = matrix;
  }

  /** Frees the blocks of all leaves. */
  clear(): void {
    this.#free = [...this.#slots];
  }

  free(slot: number): void {
    this.#free.push(slot);
  }

  /** Address of the histograms of the rows at an address. */
  of(rows: number, count: number, { pairs }: Gradients): number {
    const { pool, bins, blocks, numBlocks, histogramBytes } = this.#matrix;
    let histograms = this.#free.pop();
    if (histograms === undefined) this.#slots.push((histograms = this.#place.block(histogramBytes)));
    treeHistogramInto(pool, { bins, pairs, rows, count, histograms, blocks, numBlocks });
    return histograms;
  }

  /** Sums over all rows of a leaf, which every used column has. */
  sumsOf(slot: number, isUsed: Uint8Array, countBits: number): { readonly sumG: number; readonly sumH: number } {
    const { pool, columns } = this.#matrix;
    const used = isUsed.indexOf(1);
    const { numBins, hasMissing } = columns[used]!;
    const numWords = ((numBins + Number(hasMissing)) * pairBytes) / 4;
    return sumsOf(pool.arena.int32(slot + used * treeHistogramBytes, numWords), countBits);
  }
}
