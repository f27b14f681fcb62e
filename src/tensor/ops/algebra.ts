import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';

/** Mean of all elements. */
export function mean(x: tf.Tensor): tf.Scalar {
  ensureBackend();
  return tf.mean(x) as tf.Scalar;
}

/** Sum of all elements. */
export function sum(x: tf.Tensor): tf.Scalar {
  ensureBackend();
  return tf.sum(x) as tf.Scalar;
}

/** Sum of every row: [B, W] -> [B, 1]. */
export function sumRows(x: tf.Tensor2D): tf.Tensor2D {
  ensureBackend();
  return tf.sum(x, 1, true) as tf.Tensor2D;
}

/** Softmax over every row, [B, W] -> [B, W]. */
export function softmax(x: tf.Tensor2D): tf.Tensor2D {
  ensureBackend();
  return tf.softmax(x);
}

/**
 * The matrix product a b, [M, K] [K, N] -> [M, N], of either side's transpose where asked for.
 *
 * @param transpose.a a is [K, M]; default false
 * @param transpose.b b is [N, K]; default false
 */
export function matMul(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  transpose: { readonly a?: boolean; readonly b?: boolean } = {},
): tf.Tensor2D {
  ensureBackend();
  return tf.matMul(a, b, transpose.a ?? false, transpose.b ?? false);
}
