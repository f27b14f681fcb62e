import { spmm } from '../../compute/index.js';
import type { WeightedCsr } from '../../core/index.js';
import { pickedRows } from '../core/histories.js';
import type { Contribution, Scorer, ScorerState } from '../core/scorer.js';

export class EaseScorer implements Scorer {
  readonly #train: WeightedCsr;
  readonly #weights: Float32Array;

  /** @param weights [items, items]: what an item of the history adds to the scores of all */
  constructor(train: WeightedCsr, weights: Float32Array) {
    this.#train = train;
    this.#weights = weights;
  }

  scoreUsers(users: Int32Array): Float32Array {
    return this.scoreHistories(pickedRows(this.#train, users));
  }

  scoreHistories(histories: WeightedCsr): Float32Array {
    return spmm(histories, this.#weights, this.#train.numCols);
  }

  /** What a history of that item alone would give. */
  scoreSimilar(items: Int32Array): Float32Array {
    const n = this.#train.numCols;
    const out = new Float32Array(items.length * n);
    for (const [i, item] of items.entries()) out.set(this.#weights.subarray(item * n, (item + 1) * n), i * n);
    return out;
  }

  explain(
    { items, strengths }: { readonly items: Int32Array; readonly strengths: Float32Array },
    item: number,
  ): readonly Contribution[] {
    const n = this.#train.numCols;
    return Array.from(items, (other, at) => ({
      item: other,
      value: strengths[at]! * this.#weights[other * n + item]!,
    }));
  }

  state(): ScorerState {
    return { weights: this.#weights };
  }
}
