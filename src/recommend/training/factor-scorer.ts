import { spmm } from '../../compute/index.js';
import type { WeightedCsr } from '../../core/index.js';
import { overOwnItems } from '../core/histories.js';
import { ItemCosines, innerProducts, vectorsAt } from '../core/products.js';
import type { Contribution, Factors, Scorer, ScorerState } from '../core/scorer.js';
import { stateArray } from '../core/state.js';
import { unitHistories } from './fold-in.js';

/** Inner products of vectors of users and items; strangers get the sum of what the items of their history add (`fold-in.ts`). */
export class FactorScorer implements Scorer {
  readonly factors: Factors;
  /** [items, width]. */
  readonly #additions: Float32Array;
  readonly cosines: ItemCosines;

  constructor(factors: Factors, additions: Float32Array) {
    this.factors = factors;
    this.#additions = additions;
    this.cosines = new ItemCosines(() => factors.items, factors.width);
  }

  /** @throws {HeteroGraphError} CORRUPT_FILE */
  static load(state: ScorerState, width: number, { numRows, numCols }: WeightedCsr): FactorScorer {
    const users = stateArray(state, 'users', Float32Array, numRows * width);
    const items = stateArray(state, 'items', Float32Array, numCols * width);
    return new FactorScorer({ width, users, items }, stateArray(state, 'additions', Float32Array, numCols * width));
  }

  scoreUsers(users: Int32Array): Float32Array {
    return this.#scores(vectorsAt(this.factors.users, this.factors.width, users));
  }

  scoreHistories(histories: WeightedCsr): Float32Array {
    return this.#scores(this.foldIn(histories));
  }

  foldIn(histories: WeightedCsr): Float32Array {
    const { width } = this.factors;
    const { items, matrix } = overOwnItems(histories);
    return spmm(unitHistories(matrix), vectorsAt(this.#additions, width, items), width);
  }

  /** Cosines of the items' vectors. */
  scoreSimilar(items: Int32Array): Float32Array {
    return this.cosines.of(items);
  }

  /** Shares of the score of the folded-in history, which they sum to. */
  explain(history: { readonly items: Int32Array }, item: number): readonly Contribution[] {
    const { width, items: vectors } = this.factors;
    const root = Math.sqrt(Math.max(1, history.items.length));
    return Array.from(history.items, (taken) => {
      let value = 0;
      for (let c = 0; c < width; c++) value += this.#additions[taken * width + c]! * vectors[item * width + c]!;
      return { item: taken, value: value / root };
    });
  }

  state(): ScorerState {
    return { users: this.factors.users, items: this.factors.items, additions: this.#additions };
  }

  #scores(vectors: Float32Array): Float32Array {
    return innerProducts(vectors, this.factors.items, this.factors.width);
  }
}
