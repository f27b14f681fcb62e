import * as z from 'zod/mini';
import { option } from '../../core/index.js';

/** Settings of `rating-factors`. */
export interface RatingFactorsSettings {
  /** Numbers of a vector. */
  readonly width: number;
  /** Step of the gradient descent, in units of the rating. */
  readonly learningRate: number;
  /** Of the squared vectors and biases of a rating. */
  readonly l2: number;
  /** Passes over all ratings, at most. */
  readonly epochs: number;
  /** Passes without a lower error on the validation ratings after which training ends. */
  readonly patience: number;
  /** Which items a user rated counts as a feature of the user, whatever the rating (SVD++). */
  readonly implicit: boolean;
  /** Relations of the side information count as features of users and items; 'auto': where the error on the validation ratings is lower so. */
  readonly side: boolean | 'auto';
  /**
   * Items without a rating that are drawn for each rating, as if rated one below the lowest rating there is. 0 for ratings as numbers; 1 or
   * more for lists, which otherwise show what few have rated, but those highly.
   */
  readonly missing: number;
}

export const ratingFactorsSettings: z.ZodMiniType<RatingFactorsSettings> = z.strictObject({
  width: option.count,
  learningRate: option.positive,
  l2: option.nonNegative,
  epochs: option.count,
  patience: option.count,
  implicit: z.boolean('true or false'),
  side: z.union([z.boolean(), z.literal('auto')]),
  missing: option.countFrom(0),
});
