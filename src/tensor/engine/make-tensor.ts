import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';

/** A float32 tensor whose values `fill` writes, on `threads` straight into the arena; they are undefined before. */
export function makeTensor<T extends tf.Tensor>(shape: readonly number[], fill: (values: Float32Array) => void): T {
  const { threads } = ensureBackend();
  if (threads === undefined) {
    const values = new Float32Array(tf.util.sizeFromShape(shape as number[]));
    fill(values);
    return tf.tensor(values, [...shape]) as T;
  }
  const info = threads.allocate(shape);
  fill(threads.values(info));
  return tf.engine().makeTensorFromTensorInfo(info, threads) as T;
}

export function tensor2d(values: Float32Array, shape: readonly [number, number]): tf.Tensor2D {
  return makeTensor<tf.Tensor2D>(shape, (out) => out.set(values));
}
