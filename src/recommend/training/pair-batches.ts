import { randomPermutation } from '../../compute/index.js';
import { type Csr, RandomStream } from '../../core/index.js';

/** Some pairs of users and items, those of one user together, users ascending. */
export interface PairBatch {
  readonly users: Int32Array;
  readonly items: Int32Array;
}

/** Number of the row of every entry. */
export function rowOfEntries({ numRows, indptr, indices }: Csr): Int32Array {
  const rows = new Int32Array(indices.length);
  for (let r = 0; r < numRows; r++) rows.fill(r, indptr[r]!, indptr[r + 1]!);
  return rows;
}

/** Every interaction once an epoch, in batches of equal size (but for one); which ones follows from the seed and the epoch alone. */
export class PairBatches {
  readonly #users: Int32Array;
  readonly #items: Int32Array;
  readonly #seed: number;
  readonly count: number;

  constructor(matrix: Csr, batchSize: number, seed: number) {
    this.#users = rowOfEntries(matrix);
    this.#items = matrix.indices;
    this.#seed = seed;
    this.count = Math.max(1, Math.round(matrix.indices.length / batchSize));
  }

  *epoch(epoch: number): Generator<PairBatch> {
    const total = this.#items.length;
    const order = randomPermutation(new RandomStream(this.#seed, 'recommend/pairs', epoch), total);
    for (let b = 0; b < this.count; b++) {
      const entries = order
        .slice(Math.floor((b * total) / this.count), Math.floor(((b + 1) * total) / this.count))
        .sort();
      yield { users: entries.map((e) => this.#users[e]!), items: entries.map((e) => this.#items[e]!) };
    }
  }
}
