import { solvePositiveDefinite } from '../../compute/internal.js';
import type { WeightedCsr } from '../../core/index.js';
import { ItemCosines, innerProducts, vectorsAt } from '../core/products.js';
import type { Factors, Scorer, ScorerState } from '../core/scorer.js';
import { corruptState, stateArray } from '../core/state.js';

/** What is known of ratings beside the vectors. */
export interface RatingScale {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** How a stranger's vector follows from ratings. */
export interface FoldInSettings {
  readonly l2: number;
  /** Items without a rating that count for each rating, as in training. */
  readonly missing: number;
}

/** Predicted ratings, unbounded, as scores. Vectors of users end in 1 and mean + bias, those of items in bias and 1. */
export class RatingScorer implements Scorer {
  readonly factors: Factors;
  readonly scale: RatingScale;
  /** [items, width - 1]: vector and bias that a rating of the item gives its user, whatever it is, over the root of the number of ratings. */
  readonly #additions: Float32Array;
  readonly #settings: FoldInSettings;
  readonly #numItems: number;
  readonly cosines: ItemCosines;
  #unrated: Equations | undefined;

  constructor(factors: Factors, scale: RatingScale, additions: Float32Array, settings: FoldInSettings) {
    this.factors = factors;
    this.scale = scale;
    this.#additions = additions;
    this.#settings = settings;
    this.#numItems = factors.items.length / factors.width;
    this.cosines = new ItemCosines(() => this.#withoutBiases(), factors.width - 2);
  }

  /** @throws {HeteroGraphError} CORRUPT_FILE */
  static load(
    state: ScorerState,
    width: number,
    settings: FoldInSettings,
    { numRows, numCols }: WeightedCsr,
  ): RatingScorer {
    const users = stateArray(state, 'users', Float32Array, numRows * width);
    const items = stateArray(state, 'items', Float32Array, numCols * width);
    const additions = stateArray(state, 'additions', Float32Array, numCols * (width - 1));
    const [mean, low, high] = stateArray(state, 'scale', Float64Array, 3);
    if (low! > high!) throw corruptState('The lowest rating of the saved recommender is above the highest.');
    return new RatingScorer({ width, users, items }, { mean: mean!, low: low!, high: high! }, additions, settings);
  }

  scoreUsers(users: Int32Array): Float32Array {
    return this.#scores(vectorsAt(this.factors.users, this.factors.width, users));
  }

  scoreHistories(histories: WeightedCsr): Float32Array {
    return this.#scores(this.foldIn(histories));
  }

  /**
   * What the ratings of the history add whatever they are, and then the bias and vector that come closest to them, by ridge regression with
   * the penalty of training; ratings beyond the scale count as its ends.
   */
  foldIn({ numRows, indptr, indices, values }: WeightedCsr): Float32Array {
    const { width } = this.factors;
    const { mean, low, high } = this.scale;
    const { l2, missing } = this.#settings;
    const free = width - 1;
    const out = new Float32Array(numRows * width);
    const drawn = missing > 0 ? this.#unratedEquations() : undefined;
    for (let r = 0; r < numRows; r++) {
      const count = indptr[r + 1]! - indptr[r]!;
      const at = { left: new Float64Array(free * free), right: new Float64Array(free) };
      const start = new Float64Array(free);
      const root = Math.sqrt(Math.max(1, count));
      for (let e = indptr[r]!; e < indptr[r + 1]!; e++) {
        this.#add(at, indices[e]!, Math.min(high, Math.max(low, values[e]!)));
        for (let c = 0; c < free; c++) start[c]! += this.#additions[indices[e]! * free + c]! / root;
      }
      if (drawn) addTimes(at, drawn, missing * count);
      // Around the start: A (start + d) = b is A d = b - A start.
      for (let a = 0; a < free; a++) {
        for (let b = 0; b < free; b++) at.right[a]! -= at.left[a * free + b]! * start[b]!;
      }
      const penalty = l2 * Math.max(1, count * (1 + missing)) + 1e-6;
      for (let a = 0; a < free; a++) at.left[a * free + a]! += penalty;
      solvePositiveDefinite(at.left, free, at.right, 1);
      for (let c = 0; c < free - 1; c++) out[r * width + c] = start[c]! + at.right[c]!;
      out[r * width + width - 2] = 1;
      out[r * width + width - 1] = mean + start[free - 1]! + at.right[free - 1]!;
    }
    return out;
  }

  /** Cosines of the items' vectors, biases left out. */
  scoreSimilar(asked: Int32Array): Float32Array {
    return this.cosines.of(asked);
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
    const { users, items } = this.factors;
    return { users, items, additions: this.#additions, scale: Float64Array.of(mean, low, high) };
  }

  /** Adds one rating of an item to the normal equations of a user's vector and bias. */
  #add({ left, right }: Equations, item: number, rating: number): void {
    const { width, items } = this.factors;
    const free = width - 1;
    const x = (c: number) => (c < free - 1 ? items[item * width + c]! : 1);
    const rest = rating - this.scale.mean - items[item * width + width - 2]!;
    for (let a = 0; a < free; a++) {
      right[a]! += x(a) * rest;
      for (let b = 0; b < free; b++) left[a * free + b]! += x(a) * x(b);
    }
  }

  /** The mean over all items, each as if rated one below the lowest rating. */
  #unratedEquations(): Equations {
    if (this.#unrated) return this.#unrated;
    const free = this.factors.width - 1;
    const sum = { left: new Float64Array(free * free), right: new Float64Array(free) };
    for (let item = 0; item < this.#numItems; item++) this.#add(sum, item, this.scale.low - 1);
    const share = (value: number) => value / Math.max(1, this.#numItems);
    this.#unrated = { left: sum.left.map(share), right: sum.right.map(share) };
    return this.#unrated;
  }

  /** Vectors of the items alone, [items, width - 2]. */
  #withoutBiases(): Float32Array {
    const { width, items } = this.factors;
    const own = width - 2;
    const vectors = new Float32Array(this.#numItems * own);
    for (let i = 0; i < this.#numItems; i++) vectors.set(items.subarray(i * width, i * width + own), i * own);
    return vectors;
  }

  #scores(vectors: Float32Array): Float32Array {
    return innerProducts(vectors, this.factors.items, this.factors.width);
  }
}

/** Normal equations of [vector, bias] of a user: left [width - 1, width - 1], right [width - 1]. */
interface Equations {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

function addTimes(to: Equations, from: Equations, times: number): void {
  for (let k = 0; k < to.left.length; k++) to.left[k]! += times * from.left[k]!;
  for (let k = 0; k < to.right.length; k++) to.right[k]! += times * from.right[k]!;
}
