import * as z from 'zod/mini';
import { option } from '../../core/index.js';

export interface GfCfSettings {
  /** Singular vectors of the ideal low-pass filter. */
  readonly rank: number;
  /** Weight of the ideal low-pass filter beside the linear one. */
  readonly alpha: number;
  /** Subspace iterations that the singular vectors come from. */
  readonly iterations: number;
}

export const gfCfSettings: z.ZodMiniType<GfCfSettings> = z.strictObject({
  rank: option.count,
  alpha: option.nonNegative,
  iterations: option.count,
});
