import type { WeightedCsr } from '../../core/index.js';
import type { ItemCosines } from './products.js';

/** Numbers of users and items as inner products: what can be served by an index of vectors. */
export interface Factors {
  readonly width: number;
  /** [users, width]. */
  readonly users: Float32Array;
  /** [items, width]. */
  readonly items: Float32Array;
}

/** Why an item was recommended: what each item of the history, or each related node, adds to its score. */
export interface Contribution {
  /** Number of the item of the history. */
  readonly item: number;
  /** Its share of the score, in the score's own unit; all of them sum to the score where the scorer is additive. */
  readonly value: number;
}

/** What is left of a recommender after fitting: it scores all items, by numbers of users and items. Ids, filters and lists are those of `Recommender`. */
export interface Scorer {
  /** [B, items], row-major, a new array; of users that were fitted. */
  scoreUsers(users: Int32Array): Float32Array;
  /** [B, items] of histories [B, items] that need not be of any fitted user. */
  scoreHistories(histories: WeightedCsr): Float32Array;
  /** [B, items]: how alike each item is to the one asked for, which itself may have any score. */
  scoreSimilar(items: Int32Array): Float32Array;
  /** Where scores of users are inner products. */
  readonly factors?: Factors;
  /** Where `scoreSimilar` is the cosine of vectors: these. */
  readonly cosines?: ItemCosines;
  /** Vectors of histories [B, width] for `factors`. */
  foldIn?(histories: WeightedCsr): Float32Array;
  /** What the items of a history add to the score of an item; absent where nothing of the kind can be said. */
  explain?(
    history: { readonly items: Int32Array; readonly strengths: Float32Array },
    item: number,
  ): readonly Contribution[];
  /** What is saved: arrays by name. `load` of the definition makes the same scorer of them, to the bit. */
  state(): ScorerState;
}

/** Arrays of a saved scorer. */
export type ScorerState = Readonly<Record<string, Float32Array | Int32Array | Float64Array | Uint8Array>>;
