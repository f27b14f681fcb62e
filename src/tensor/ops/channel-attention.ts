import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';
import { expectShape } from '../engine/shapes.js';

export interface ChannelTensors {
  /** [B M, Dk]: the M channels of a row lie one after the other. */
  readonly queries: tf.Tensor;
  /** [B M, Dk]. */
  readonly keys: tf.Tensor;
  /** [B M, D]. */
  readonly values: tf.Tensor;
}

/**
 * Attention among the M channels of every row, [B M, D]: softmax(Q K^T / sqrt(Dk)) V for each row alone (Vaswani et al., NeurIPS 2017,
 * equation 1), without a mask. O(B M^2 (Dk + D)).
 *
 * @param channels M
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function channelAttention({ queries, keys, values }: ChannelTensors, channels: number): tf.Tensor2D {
  expectShape('The queries', queries, [-1, -1]);
  const [total, width] = queries.shape as [number, number];
  expectShape('The keys', keys, [total, width]);
  expectShape('The values', values, [total, -1]);
  const rows = total / channels;
  // Refuses a number of channels that does not divide the rows.
  expectShape('The queries', queries, [Math.floor(rows) * channels, width]);
  ensureBackend();
  return tf.tidy(() => {
    const cut = (x: tf.Tensor) => tf.reshape(x, [rows, channels, x.shape[1]!]) as tf.Tensor3D;
    const scaled = tf.mul(queries, tf.scalar(1 / Math.sqrt(width)));
    const weights = tf.softmax(tf.matMul(cut(scaled), cut(keys), false, true));
    return tf.reshape(tf.matMul(weights, cut(values)), [total, values.shape[1]!]);
  });
}
