import * as z from 'zod/mini';
import type { Pool } from '../../compute/index.js';
import { option } from '../../core/index.js';

/** When an iteration to a fixed point ends. */
export interface IterateOptions {
  /** Ends when the scores change by no more than this, all changes added up; default 1e-8. */
  readonly tolerance?: number;
  /** Ends after so many iterations in any case; default 1000. */
  readonly maxIterations?: number;
  /** Threads that compute; default: those of the process. */
  readonly pool?: Pool;
}

export const TOLERANCE = 1e-8;
export const MAX_ITERATIONS = 1000;

/** Pieces of the schema of such options. */
export const iterateOptions = {
  tolerance: z.optional(option.nonNegative),
  maxIterations: z.optional(option.count),
  pool: z.optional(z.custom<Pool>((value) => typeof (value as Partial<Pool> | null)?.run === 'function', 'a Pool')),
};
