import * as z from 'zod/mini';
import { option } from '../../core/index.js';

export interface AlsSettings {
  /** Numbers of a user and of an item. */
  readonly factors: number;
  /** A pair of strength r counts 1 + alpha r times as much as a pair that is none. */
  readonly alpha: number;
  /** Weight of the squared lengths of all vectors. */
  readonly regularization: number;
  /** Times that users and then items are solved. */
  readonly iterations: number;
  /** Steps of conjugate gradient by which a vector is moved in an iteration. */
  readonly steps: number;
}

export const alsSettings: z.ZodMiniType<AlsSettings> = z.strictObject({
  factors: option.count,
  alpha: option.positive,
  regularization: option.positive,
  iterations: option.count,
  steps: option.count,
});
