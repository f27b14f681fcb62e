import type * as tf from '@tensorflow/tfjs-core';
import { HeteroGraphError, type RandomStream } from '../../core/index.js';
import type { MaskArguments } from '../kernels/dropout-mask.js';
import { preluInto } from '../kernels/prelu.js';
import { defineOp, type Op } from './define-op.js';

/** Key of the masks of one layer in one step. */
export interface DropoutKey {
  readonly key0: number;
  readonly key1: number;
}

/**
 * Drops each element with probability `rate`, in [0, 1), and scales the kept ones. The keep probability is rounded to a
 * multiple of 1/256 (random bytes decide), at least 1/256, and the scale is its exact inverse: the expectation is kept.
 */
export interface Dropout {
  readonly rate: number;
  readonly key: DropoutKey;
}

/** Key for a step of a stream: the masks depend on the stream's seed and name, the step and the element's place alone. */
export function dropoutKey(stream: RandomStream, step = 0): DropoutKey {
  return { key0: stream.uint32At(2 * step) | 0, key1: stream.uint32At(2 * step + 1) | 0 };
}

/** @throws {HeteroGraphError} INVALID_OPTION */
export function maskArguments(dropout: Dropout | undefined): MaskArguments {
  if (!dropout || dropout.rate === 0) return { threshold: 256, key0: 0, key1: 0 };
  const { rate, key } = dropout;
  if (!(rate >= 0 && rate < 1)) {
    throw new HeteroGraphError('INVALID_OPTION', `The dropout rate is ${rate}.`, { hint: 'It must be in [0, 1).' });
  }
  return { threshold: Math.min(256, Math.max(1, Math.round(256 * (1 - rate)))), ...key };
}

const op: Op<MaskArguments> = defineOp<MaskArguments>({
  name: 'HeteroDropout',
  forward(host, { x }, mask) {
    const out = host.allocate(x!.shape);
    const one = host.allocate([1]);
    host.values(one)[0] = 1;
    preluInto(host.pool, host.address(x!), one.address, out.address, host.values(out).length, mask);
    host.disposeIntermediateTensorInfo(one);
    return out;
  },
  // The map is linear and diagonal: the gradient is the same mask.
  gradient: ([dy], _, mask) => ({ x: () => op({ x: dy! }, mask)[0]! }),
});

/** m x with inverted dropout masks m; rate 0 gives x itself. Any shape. */
export function dropout<T extends tf.Tensor>(x: T, options: Dropout): T {
  const mask = maskArguments(options);
  return mask.threshold === 256 ? x : (op({ x }, mask)[0] as T);
}
