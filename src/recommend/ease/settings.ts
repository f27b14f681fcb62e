import * as z from 'zod/mini';
import { option } from '../../core/index.js';

export interface EaseSettings {
  /** Added to the diagonal of the matrix of items that were taken together: the larger, the more a score follows what many took. */
  readonly regularization: number;
  /** Most bytes that the fit may take; it takes 20 times the square of the number of items. */
  readonly maxBytes: number;
}

export const easeSettings: z.ZodMiniType<EaseSettings> = z.strictObject({
  regularization: option.positive,
  maxBytes: option.count,
});
