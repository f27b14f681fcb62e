import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';

/** [B, W_1], [B, W_2], ... -> [B, SUM W_i]. */
export function concatColumns(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
  ensureBackend();
  return tf.concat([...parts], 1);
}

/** Sum of equally shaped tensors, in their order. */
export function addAll<T extends tf.Tensor>(parts: readonly T[]): T {
  ensureBackend();
  return tf.addN([...parts]);
}

/** factor x. */
export function scale<T extends tf.Tensor>(x: T, factor: number): T {
  ensureBackend();
  return tf.mul(x, tf.scalar(factor));
}

/** Mean of equally shaped tensors. */
export function meanOf<T extends tf.Tensor>(parts: readonly T[]): T {
  return tf.tidy(() => scale(addAll(parts), 1 / parts.length));
}
