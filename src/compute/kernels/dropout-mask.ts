import { expectMembers, HeteroGraphError, type RandomStream } from '../../core/index.js';

/** What the kernels take to draw masks; see ../assembly/tensor/dropout.ts. */
export interface MaskArguments {
  /** An element is kept where its random byte is below this, so with probability threshold / 256; 256: no dropout. */
  readonly threshold: number;
  readonly key0: number;
  readonly key1: number;
}

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
  expectMembers(stream, 'stream', { uint32At: 'function' });
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
