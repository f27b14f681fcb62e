import type { Csr } from '../../core/index.js';

/** Follows a chain of CSRs from one row at a time and counts the paths to where they end. */
export class ChainWalker {
  readonly numRows: number;
  readonly numCols: number;
  /** Nodes reached since this was set to 0. */
  steps = 0;
  readonly #chain: readonly Csr[];
  /** Paths to every node, of the step last taken and the one before; 0 where not reached. */
  #counts: Float64Array;
  #before: Float64Array;
  /** Nodes reached. */
  #reached: Int32Array;
  #reachedBefore: Int32Array;
  #width = 0;

  constructor(chain: readonly Csr[]) {
    const most = chain.reduce((size, { numRows, numCols }) => Math.max(size, numRows, numCols), 0);
    this.#chain = chain;
    this.numRows = chain[0]!.numRows;
    this.numCols = chain.at(-1)!.numCols;
    this.#counts = new Float64Array(most);
    this.#before = new Float64Array(most);
    this.#reached = new Int32Array(most);
    this.#reachedBefore = new Int32Array(most);
  }

  get counts(): Float64Array {
    return this.#counts;
  }

  get columns(): Int32Array {
    return this.#reached;
  }

  /** Follows the chain from a row; answers how many columns were reached, which lead {@link columns} in no order. */
  walk(row: number): number {
    this.#reached[0] = row;
    this.#counts[row] = 1;
    this.#width = 1;
    for (const csr of this.#chain) this.#step(csr);
    return this.#width;
  }

  clear(): void {
    for (let i = 0; i < this.#width; i++) this.#counts[this.#reached[i]!] = 0;
  }

  #step({ indptr, indices }: Csr): void {
    [this.#counts, this.#before] = [this.#before, this.#counts];
    [this.#reached, this.#reachedBefore] = [this.#reachedBefore, this.#reached];
    const [counts, before, reached, reachedBefore] = [this.#counts, this.#before, this.#reached, this.#reachedBefore];
    let width = 0;
    for (let i = 0; i < this.#width; i++) {
      const node = reachedBefore[i]!;
      const paths = before[node]!;
      before[node] = 0;
      const end = indptr[node + 1]!;
      this.steps += end - indptr[node]!;
      for (let e = indptr[node]!; e < end; e++) {
        const next = indices[e]!;
        if (counts[next] === 0) reached[width++] = next;
        counts[next]! += paths;
      }
    }
    this.#width = width;
  }
}
