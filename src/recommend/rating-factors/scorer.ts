import { gatherRows, gemm, rowNorm } from '../../compute/index.js';
import type { WeightedCsr } from '../../core/index.js';
import { solvePositiveDefinite } from '../../models/internal.js';
import type { Factors, Scorer, ScorerState } from '../core/scorer.js';
import { corruptState, stateArray } from '../core/state.js';

/** What is known of ratings beside the vectors. */
export interface RatingScale {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Predicted ratings, unbounded, as scores. Vectors of users end in 1 and mean + bias, those of items in bias and 1. */
export class RatingScorer implements Scorer {
  readonly factors: Factors;
  readonly scale: RatingScale;
  readonly #l2: number;
  readonly #numItems: number;

  constructor(factors: Factors, scale: RatingScale, l2: number) {
    this.factors = factors;
    this.scale = scale;
    this.#l2 = l2;
    this.#numItems = factors.items.length / factors.width;
  }

  /** @throws {HeteroGraphError} CORRUPT_FILE */
  static load(state: ScorerState, width: number, l2: number, { numRows, numCols }: WeightedCsr): RatingScorer {
    const users = stateArray(state, 'users', Float32Array, numRows * width);
    const items = stateArray(state, 'items', Float32Array, numCols * width);
    const [mean, low, high] = stateArray(state, 'scale', Float64Array, 3);
    if (low! > high!) throw corruptState('The lowest rating of the saved recommender is above the highest.');
    return new RatingScorer({ width, users, items }, { mean: mean!, low: low!, high: high! }, l2);
  }

  scoreUsers(users: Int32Array): Float32Array {
    return this.#scores(gatherRows(this.factors.users, this.factors.width, users), users.length);
  }

  scoreHistories(histories: WeightedCsr): Float32Array {
    return this.#scores(this.foldIn(histories), histories.numRows);
  }

  /**
   * The bias and vector that come closest to the ratings of the history, by ridge regression with the penalty of training; ratings beyond
   * the scale count as its ends.
   */
  foldIn({ numRows, indptr, indices, values }: WeightedCsr): Float32Array {
    const { width, items } = this.factors;
    const { mean, low, high } = this.scale;
    const free = width - 1;
    const out = new Float32Array(numRows * width);
    for (let r = 0; r < numRows; r++) {
      const left = new Float64Array(free * free);
      const right = new Float64Array(free);
      const x = new Float64Array(free);
      for (let e = indptr[r]!; e < indptr[r + 1]!; e++) {
        const at = indices[e]! * width;
        for (let c = 0; c < free - 1; c++) x[c] = items[at + c]!;
        x[free - 1] = 1;
        const rest = Math.min(high, Math.max(low, values[e]!)) - mean - items[at + width - 2]!;
        for (let a = 0; a < free; a++) {
          right[a]! += x[a]! * rest;
          for (let b = 0; b < free; b++) left[a * free + b]! += x[a]! * x[b]!;
        }
      }
      const penalty = this.#l2 * Math.max(1, indptr[r + 1]! - indptr[r]!) + 1e-6;
      for (let a = 0; a < free; a++) left[a * free + a]! += penalty;
      solvePositiveDefinite(left, free, right, 1);
      out.set(right.subarray(0, free - 1), r * width);
      out[r * width + width - 2] = 1;
      out[r * width + width - 1] = mean + right[free - 1]!;
    }
    return out;
  }

  /** Cosines of the items' vectors, biases left out. */
  scoreSimilar(asked: Int32Array): Float32Array {
    const { width, items } = this.factors;
    const own = width - 2;
    const vectors = new Float32Array(this.#numItems * own);
    for (let i = 0; i < this.#numItems; i++) vectors.set(items.subarray(i * width, i * width + own), i * own);
    const units = rowNorm(vectors, own);
    return gemm(gatherRows(units, own, asked), units, asked.length, this.#numItems, own, { transposeB: true });
  }

  /** Of pairs by number, within the scale; of a user or item that is unknown (-1), what is known of the other. */
  predict(users: Int32Array, items: Int32Array): Float32Array {
    const { width, users: left, items: right } = this.factors;
    const { mean, low, high } = this.scale;
    return Float32Array.from(users, (user, k) => {
      const item = items[k]!;
      let rating = 0;
      if (user < 0) rating = mean + (item < 0 ? 0 : right[item * width + width - 2]!);
      else if (item < 0) rating = left[user * width + width - 1]!;
      else for (let c = 0; c < width; c++) rating += left[user * width + c]! * right[item * width + c]!;
      return Math.min(high, Math.max(low, rating));
    });
  }

  state(): ScorerState {
    const { mean, low, high } = this.scale;
    return { users: this.factors.users, items: this.factors.items, scale: Float64Array.of(mean, low, high) };
  }

  #scores(rows: Float32Array, count: number): Float32Array {
    const { width, items } = this.factors;
    return gemm(rows, items, count, this.#numItems, width, { transposeB: true });
  }
}
