import * as z from 'zod/mini';
import { option } from '../../core/index.js';

/** Settings of `two-tower`. */
export interface TwoTowerSettings {
  /** Numbers of a vector. */
  readonly width: number;
  /** Users and items with a history have vectors of their own beside those of their features. */
  readonly ids: boolean;
  /** Scores are divided by it in the softmax. */
  readonly temperature: number;
  /** Negatives that all users of a batch share. */
  readonly negatives: number;
  /** Negatives are drawn by popularity to this power; 0: all items alike. */
  readonly negativePower: number;
  /** Pairs of a step. */
  readonly batchSize: number;
  /** Of Adam. */
  readonly learningRate: number;
  /** 'linear': the learning rate falls to 0 over the epochs. */
  readonly decay: 'none' | 'linear';
  /** Of the squared length of the own vectors of a pair. */
  readonly l2: number;
  /** Passes over all interactions, at most. */
  readonly epochs: number;
  /** Epochs between two looks at the validation pairs. */
  readonly checkEvery: number;
  /** Looks without a better NDCG@20 after which training ends. */
  readonly patience: number;
}

export const twoTowerSettings: z.ZodMiniType<TwoTowerSettings> = z.strictObject({
  width: option.count,
  ids: z.boolean('true or false'),
  temperature: option.positive,
  negatives: option.count,
  negativePower: option.nonNegative,
  batchSize: option.count,
  learningRate: option.positive,
  decay: z.enum(['none', 'linear']),
  l2: option.nonNegative,
  epochs: option.count,
  checkEvery: option.count,
  patience: option.count,
});
