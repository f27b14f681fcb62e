import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { type ThreadOptions, threadOptions } from '../project/thread-options.js';

/** When an iteration to a fixed point ends. */
export interface IterateOptions extends ThreadOptions {
  /** Ends when the scores change by no more than this, all changes added up; default 1e-8. */
  readonly tolerance?: number;
  /** Ends after so many iterations in any case; default 1000. */
  readonly maxIterations?: number;
}

export const TOLERANCE = 1e-8;
export const MAX_ITERATIONS = 1000;

/** Pieces of the schema of such options. */
export const iterateOptions = {
  tolerance: z.optional(option.nonNegative),
  maxIterations: z.optional(option.count),
  ...threadOptions,
};
