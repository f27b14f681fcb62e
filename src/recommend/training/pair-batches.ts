import { randomPermutation } from '../../compute/index.js';
import { type Csr, RandomStream, rowsOfEntries } from '../../core/index.js';

/** Some pairs of users and items, those of one user together, users ascending. */
export interface PairBatch {
  readonly users: Int32Array;
  readonly items: Int32Array;
}

/** Every interaction once an epoch, in batches of equal size (but for one); which ones follows from the seed and the epoch alone. */
export class PairBatches {
  readonly #users: Int32Array;
  readonly #items: Int32Array;
  readonly #seed: number;
  readonly count: number;

  constructor(matrix: Csr, batchSize: number, seed: number) {
    this.#users = rowsOfEntries(matrix);
    this.#items = matrix.indices;
    this.#seed = seed;
    this.count = Math.max(1, Math.round(matrix.indices.length / batchSize));
  }

  /** @param start batches that are left out: those that were done before */
  *epoch(epoch: number, start = 0): Generator<PairBatch> {
    const total = this.#items.length;
    const order = randomPermutation(new RandomStream(this.#seed, 'recommend/pairs', epoch), total);
    for (let b = start; b < this.count; b++) {
      const entries = order
        .slice(Math.floor((b * total) / this.count), Math.floor(((b + 1) * total) / this.count))
        .sort();
      yield { users: entries.map((e) => this.#users[e]!), items: entries.map((e) => this.#items[e]!) };
    }
  }
}
