import type { RandomStream } from '../../core/index.js';

/** Key of the masks of one layer in one step. */
export interface DropoutKey {
  readonly k0: number;
  readonly k1: number;
}

/** Drops each element with probability `rate` and scales the kept ones by 1 / (1 - rate). */
export interface Dropout {
  readonly rate: number;
  readonly key: DropoutKey;
}

/** The masks depend on the stream (its seed and name) alone. */
export function dropoutKey(stream: RandomStream): DropoutKey {
  return { k0: stream.uint32At(0), k1: stream.uint32At(1) };
}

/**
 * What the kernels take. An element is kept where its random byte is below the threshold, so that the keep probability is a
 * multiple of 1/256; the scale is its exact inverse. Threshold 256: no dropout.
 */
export function dropoutArguments(dropout: Dropout | undefined): {
  threshold: number;
  scale: number;
  k0: number;
  k1: number;
} {
  if (!dropout || dropout.rate <= 0) return { threshold: 256, scale: 1, k0: 0, k1: 0 };
  const threshold = Math.min(255, Math.max(1, Math.round(256 * (1 - dropout.rate))));
  return { threshold, scale: 256 / threshold, k0: dropout.key.k0 | 0, k1: dropout.key.k1 | 0 };
}
