import * as z from 'zod/mini';
import { option } from '../../core/index.js';

/** Settings of `hetero`. */
export interface HeteroSettings {
  /** Numbers of a vector. */
  readonly width: number;
  /** Layers of propagation over all relations. */
  readonly layers: number;
  /** Weights that a relation of the side information may get beside the interactions, whose weight is 1; 0 is always among them. The validation pairs choose. */
  readonly relationWeights: readonly number[];
  /**
   * Fits whose vectors stand side by side, so that their scores add up: each with the chosen weights times one of these numbers, and with
   * random numbers of its own.
   */
  readonly views: readonly number[];
  /** What the loss compares: inner products, or cosines. Lists are always ordered by inner products. */
  readonly similarity: 'dot' | 'cosine';
  /** Scores are divided by it in the softmax. */
  readonly temperature: number;
  /** Negatives that all users of a batch share. */
  readonly negatives: number;
  /** Pairs of a step. */
  readonly batchSize: number;
  /** Of Adam. */
  readonly learningRate: number;
  /** Of the squared length of the trained vectors of a pair. */
  readonly l2: number;
  /** Passes over all interactions, at most. */
  readonly epochs: number;
  /** Epochs between two looks at the validation pairs. */
  readonly checkEvery: number;
  /** Looks without a better NDCG@20 after which training ends. */
  readonly patience: number;
}

export const heteroSettings: z.ZodMiniType<HeteroSettings> = z.strictObject({
  width: option.count,
  layers: option.count,
  relationWeights: z.array(option.nonNegative),
  views: z.array(option.positive).check(z.minLength(1, 'at least one number')),
  similarity: z.enum(['dot', 'cosine']),
  temperature: option.positive,
  negatives: option.count,
  batchSize: option.count,
  learningRate: option.positive,
  l2: option.nonNegative,
  epochs: option.count,
  checkEvery: option.count,
  patience: option.count,
});
