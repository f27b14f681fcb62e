import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';
import { expectShape } from '../engine/shapes.js';

export interface ChannelTensors {
  /** [B Q, Dk], the Q queries of a row lie one after the other; most often one a channel. */
  readonly queries: tf.Tensor;
  /** [B M, Dk], the M channels of a row lie one after the other. */
  readonly keys: tf.Tensor;
  /** [B M, D]. */
  readonly values: tf.Tensor;
}

/**
 * Attention to the M channels of every row, [B Q, D]: softmax(Q K^T / sqrt(Dk)) V for each row alone (Vaswani et al., NeurIPS 2017,
 * equation 1), without a mask. With Q = M it is among the channels. O(B Q M (Dk + D)).
 *
 * @param channels M
 * @param queriesOfRow Q; default M
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function channelAttention(
  { queries, keys, values }: ChannelTensors,
  channels: number,
  queriesOfRow: number = channels,
): tf.Tensor2D {
  expectShape('The keys', keys, [-1, -1]);
  const [total, width] = keys.shape as [number, number];
  const rows = total / channels;
  // Refuses a number of channels that does not divide the rows.
  expectShape('The keys', keys, [Math.floor(rows) * channels, width]);
  expectShape('The values', values, [total, -1]);
  expectShape('The queries', queries, [rows * queriesOfRow, width]);
  ensureBackend();
  return tf.tidy(() => {
    const cut = (x: tf.Tensor, each = channels) => tf.reshape(x, [rows, each, x.shape[1]!]) as tf.Tensor3D;
    const scaled = tf.mul(queries, tf.scalar(1 / Math.sqrt(width)));
    const weights = tf.softmax(tf.matMul(cut(scaled, queriesOfRow), cut(keys), false, true));
    return tf.reshape(tf.matMul(weights, cut(values)), [rows * queriesOfRow, values.shape[1]!]);
  });
}
