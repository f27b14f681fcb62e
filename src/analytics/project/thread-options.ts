import * as z from 'zod/mini';
import type { Pool } from '../../compute/index.js';
import { poolThreads } from '../../compute/internal.js';

/** On which threads an algorithm computes. */
export interface ThreadOptions {
  /** Threads that compute; default: those of the process. */
  readonly pool?: Pool;
}

/** Pieces of the schema of such options. */
export const threadOptions = {
  pool: z.optional(z.custom<Pool>(isPool, 'a Pool')),
};

/** Threads that an algorithm with these options would have. */
export function threadsOf({ pool }: Readonly<Record<string, unknown>> = {}): number {
  return isPool(pool) ? pool.threads : poolThreads();
}

function isPool(value: unknown): value is Pool {
  if (typeof value !== 'object' || value === null) return false;
  const { run, arena, threads } = value as Partial<Pool>;
  return typeof run === 'function' && typeof arena?.alloc === 'function' && typeof threads === 'number';
}
