import * as z from 'zod/mini';
import type { Pool } from '../../compute/index.js';

/** On which threads an algorithm computes. */
export interface ThreadOptions {
  /** Threads that compute; default: those of the process. */
  readonly pool?: Pool;
}

/** Pieces of the schema of such options. */
export const threadOptions = {
  pool: z.optional(z.custom<Pool>((value) => typeof (value as Partial<Pool> | null)?.run === 'function', 'a Pool')),
};
