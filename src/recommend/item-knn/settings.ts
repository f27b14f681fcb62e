import * as z from 'zod/mini';
import { option } from '../../core/index.js';

/** Settings of `item-knn`. */
export interface ItemKnnSettings {
  /** How alike two items are, by who took them. */
  readonly similarity: 'cosine' | 'bm25' | 'tf-idf';
  /** Most neighbours of an item that count. */
  readonly neighbours: number;
  /** What the strength of a pair counts for: 1, its logarithm log(1 + strength), or itself. */
  readonly strengths: 'one' | 'log' | 'as-given';
  /**
   * Cosine and TF-IDF: the power of the squared length of a neighbour's vector that its likeness is divided by, from 0 to 1; 1 less it is that of the item of the
   * history. 0.5 is the plain cosine; with less, neighbours that many took come first (asymmetric cosine, Aiolli, RecSys 2013).
   */
  readonly popularityPower: number;
  /**
   * Cosine: the power of the length of a user's history that what the user took together is divided by, from 0: those who took much say less
   * about what belongs together. 0 is the plain cosine.
   */
  readonly activityPower: number;
  /** BM25: how much a higher strength adds. */
  readonly k1: number;
  /** BM25: how much an item that many took is held back, from 0 to 1. */
  readonly b: number;
}

export const itemKnnSettings: z.ZodMiniType<ItemKnnSettings> = z.strictObject({
  similarity: z.enum(['cosine', 'bm25', 'tf-idf']),
  neighbours: option.count,
  strengths: z.enum(['one', 'log', 'as-given']),
  popularityPower: option.fraction,
  activityPower: option.nonNegative,
  k1: option.positive,
  b: option.fraction,
});
