import { gramOfRows, leastSquaresRows, paddedWidth } from '../../compute/index.js';
import { repadded } from '../../compute/internal.js';
import type { WeightedCsr } from '../../core/index.js';
import { cholesky, solveCholesky } from '../algebra/cholesky.js';
import { overOwnItems } from '../core/histories.js';
import { ItemCosines, innerProducts, vectorsAt } from '../core/products.js';
import type { Contribution, Factors, Scorer, ScorerState } from '../core/scorer.js';

import type { AlsSettings } from './settings.js';

/** Most steps, and the residual, of vectors that are solved anew: their length is then right to about five digits. */
const exactly = { steps: 200, tolerance: 1e-6 };

/**
 * Vectors [rows of histories, paddedWidth] that the vectors of the items imply, each from its own history alone.
 *
 * @param items [items of the histories, paddedWidth]
 * @param gram of all items
 */
export function solveHistories(
  histories: WeightedCsr,
  items: Float32Array,
  gram: Float32Array,
  settings: AlsSettings,
): Float32Array {
  const { factors, alpha, regularization } = settings;
  const out = new Float32Array(histories.numRows * paddedWidth(factors));
  leastSquaresRows(histories, items, out, factors, { alpha, regularization, gram, ...exactly });
  return out;
}

export class AlsScorer implements Scorer {
  readonly factors: Factors;
  readonly #settings: AlsSettings;
  readonly cosines: ItemCosines;
  #gram: Float32Array | undefined;

  /** @param users [users, factors]; @param items [items, factors] */
  constructor(users: Float32Array, items: Float32Array, settings: AlsSettings) {
    this.factors = { width: settings.factors, users, items };
    this.#settings = settings;
    this.cosines = new ItemCosines(() => items, settings.factors);
  }

  scoreUsers(users: Int32Array): Float32Array {
    return this.#scores(vectorsAt(this.factors.users, this.factors.width, users));
  }

  scoreHistories(histories: WeightedCsr): Float32Array {
    return this.#scores(this.foldIn(histories));
  }

  /** The cosine of the vectors of both items. */
  scoreSimilar(items: Int32Array): Float32Array {
    return this.cosines.of(items);
  }

  foldIn(histories: WeightedCsr): Float32Array {
    const { factors } = this.#settings;
    const { items, matrix } = overOwnItems(histories);
    const vectors = repadded(vectorsAt(this.factors.items, factors, items), factors, paddedWidth(factors));
    return repadded(
      solveHistories(matrix, vectors, this.#gramOfItems(), this.#settings),
      paddedWidth(factors),
      factors,
    );
  }

  /** The paper's section 5: the score is c_j yT W y_j summed over the history, W the inverse of the user's matrix. */
  explain(
    { items, strengths }: { readonly items: Int32Array; readonly strengths: Float32Array },
    item: number,
  ): readonly Contribution[] {
    const { factors: width, alpha, regularization } = this.#settings;
    const all = this.factors.items;
    const matrix = Float64Array.from(
      repadded(this.#gramOfItems(), paddedWidth(width), width).subarray(0, width * width),
    );
    for (let i = 0; i < width; i++) matrix[i * width + i]! += regularization;
    for (const [at, other] of items.entries()) {
      const y = all.subarray(other * width, (other + 1) * width);
      const extra = alpha * strengths[at]!;
      for (let i = 0; i < width; i++) for (let j = 0; j <= i; j++) matrix[i * width + j]! += extra * y[i]! * y[j]!;
    }
    const weighed = solveCholesky(cholesky(matrix, width), all.subarray(item * width, (item + 1) * width));
    return Array.from(items, (other, at) => {
      let sum = 0;
      for (let c = 0; c < width; c++) sum += weighed[c]! * all[other * width + c]!;
      return { item: other, value: (1 + alpha * strengths[at]!) * sum };
    });
  }

  state(): ScorerState {
    return { users: this.factors.users, items: this.factors.items };
  }

  /** [paddedWidth, paddedWidth], made when first asked for. */
  #gramOfItems(): Float32Array {
    const { width, items } = this.factors;
    this.#gram ??= gramOfRows(repadded(items, width, paddedWidth(width)), width);
    return this.#gram;
  }

  #scores(vectors: Float32Array): Float32Array {
    return innerProducts(vectors, this.factors.items, this.factors.width);
  }
}
