import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { factorFields } from '../training/factor-schema.js';
import type { FactorSettings } from '../training/factor-settings.js';

type Shared =
  | 'width'
  | 'layers'
  | 'similarity'
  | 'temperature'
  | 'negatives'
  | 'batchSize'
  | 'learningRate'
  | 'l2'
  | 'epochs'
  | 'checkEvery'
  | 'patience';

/** Settings of `hetero`: of those of lightgcn with the loss 'softmax', and its own. `layers` are those of propagation over all relations, 1 or more. */
export interface HeteroSettings extends Pick<FactorSettings, Shared> {
  /** Weights that a relation of the side information may get beside the interactions, whose weight is 1; 0 is always among them. The validation pairs choose. */
  readonly relationWeights: readonly number[];
  /**
   * Fits whose vectors stand side by side, so that their scores add up: each with the chosen weights times one of these numbers, and with
   * random numbers of its own.
   */
  readonly views: readonly number[];
}

const { width, similarity, temperature, negatives, batchSize, learningRate, l2, epochs, checkEvery, patience } =
  factorFields;

export const heteroSettings: z.ZodMiniType<HeteroSettings> = z.strictObject({
  ...{ width, similarity, temperature, negatives, batchSize, learningRate, l2, epochs, checkEvery, patience },
  layers: option.count,
  relationWeights: z.array(option.nonNegative),
  views: z.array(option.positive).check(z.minLength(1, 'at least one number')),
});
