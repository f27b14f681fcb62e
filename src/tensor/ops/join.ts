import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';

/** [B, W_1], [B, W_2], ... -> [B, SUM W_i]. */
export function concatColumns(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
  ensureBackend();
  return tf.concat([...parts], 1);
}

/** [B_1, W], [B_2, W], ... -> [SUM B_i, W]. */
export function concatRows(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
  ensureBackend();
  return tf.concat([...parts], 0);
}

/** Rows from `start`, `count` of them: [B, W] -> [count, W]. */
export function sliceRows(x: tf.Tensor2D, start: number, count: number): tf.Tensor2D {
  ensureBackend();
  return tf.slice(x, [start, 0], [count, -1]);
}

/** Columns from `start`, `count` of them: [B, W] -> [B, count]. */
export function sliceColumns(x: tf.Tensor2D, start: number, count: number): tf.Tensor2D {
  ensureBackend();
  return tf.slice(x, [0, start], [-1, count]);
}

/** All columns, cut into parts of these widths: [B, SUM W_i] -> [B, W_1], [B, W_2], ...; the gradient joins them again. */
export function splitColumns(x: tf.Tensor2D, widths: readonly number[]): tf.Tensor2D[] {
  ensureBackend();
  return tf.split(x, [...widths], 1);
}

/** All rows, cut into parts of these heights: [SUM B_i, W] -> [B_1, W], [B_2, W], ...; the gradient joins them again. */
export function splitRows(x: tf.Tensor2D, heights: readonly number[]): tf.Tensor2D[] {
  ensureBackend();
  return tf.split(x, [...heights], 0);
}

/** The same values, row-major, under another shape. */
export function reshape<T extends tf.Tensor>(x: tf.Tensor, shape: readonly number[]): T {
  ensureBackend();
  return tf.reshape(x, [...shape]) as T;
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
