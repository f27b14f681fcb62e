import { f32 } from '../threads/arguments.js';
import type { Pool } from '../threads/pool.js';

/** Addresses of centres and contexts [N, width] float32, and of examples [count, 2 + negatives] int32: centre, context, negatives. */
export interface SkipGramArrays {
  readonly centres: number;
  readonly contexts: number;
  readonly examples: number;
  readonly count: number;
  readonly width: number;
  readonly negatives: number;
  /** Scratch of `width` floats. */
  readonly scratch: number;
  /** One float64, to which the sum of the losses is added. */
  readonly loss: number;
}

/**
 * Steps of stochastic gradient descent on -log sigmoid(u.v) - sum log sigmoid(-u.n) for centre u, context v and each negative n other than
 * the context, one example after another on the calling thread. O(count x negatives x width).
 */
export function skipGramInto(
  pool: Pool,
  { centres, contexts, examples, count, width, negatives, scratch, loss }: SkipGramArrays,
  learningRate: number,
): void {
  const args = [centres, contexts, examples, width, negatives, f32(learningRate), scratch, loss];
  pool.run('skipGram', args, count, count);
}
