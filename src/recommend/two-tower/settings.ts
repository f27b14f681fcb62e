import * as z from 'zod/mini';
import { factorFields } from '../training/factor-schema.js';
import type { FactorSettings } from '../training/factor-settings.js';

type Shared =
  | 'width'
  | 'temperature'
  | 'negatives'
  | 'negativePower'
  | 'batchSize'
  | 'learningRate'
  | 'decay'
  | 'l2'
  | 'epochs'
  | 'checkEvery'
  | 'patience';

/** Settings of `two-tower`: of those of lightgcn with the loss 'softmax' and cosines, and its own. */
export interface TwoTowerSettings extends Pick<FactorSettings, Shared> {
  /** Users and items with a history have vectors of their own beside those of their features. */
  readonly ids: boolean;
}

const {
  width,
  temperature,
  negatives,
  negativePower,
  batchSize,
  learningRate,
  decay,
  l2,
  epochs,
  checkEvery,
  patience,
} = factorFields;

export const twoTowerSettings: z.ZodMiniType<TwoTowerSettings> = z.strictObject({
  ...{ width, temperature, negatives, negativePower, batchSize, learningRate, decay, l2, epochs, checkEvery, patience },
  ids: z.boolean('true or false'),
});
