import { expectArgument, type RandomStream } from '../../core/index.js';
import { getPool } from '../threads/pool.js';
import { dropoutKey, maskArguments } from './dropout-mask.js';
import { preluInto } from './prelu.js';
import { type PoolOption, runInto } from './run-into.js';

export interface DropoutOptions extends PoolOption {
  /** Where the masks come from. */
  readonly stream: RandomStream;
  /** Number of the masks in the stream; default 0. */
  readonly step?: number;
}

/**
 * Inverted dropout: every value is dropped with probability `rate`, in [0, 1), and scaled by the inverse of the keep probability
 * otherwise; that probability is rounded to a multiple of 1/256. Masks depend on stream, step and place alone. Threaded. O(values).
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function dropout(x: Float32Array, rate: number, options: DropoutOptions): Float32Array {
  expectArgument(x, 'numbers', 'x');
  expectArgument(options, 'object', 'options');
  const { stream, step = 0, pool = getPool() } = options;
  const mask = maskArguments({ rate, key: dropoutKey(stream, step) });
  return runInto(pool, x.length, (place, out) => {
    preluInto(pool, place.of(x), place.of(Float32Array.of(1)), out, x.length, mask);
  });
}
