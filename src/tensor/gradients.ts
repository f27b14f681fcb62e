import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from './backend.js';
import type { Parameter } from './parameter.js';

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

/** Runs `f` and disposes every tensor made in it but the result. */
export function tidy<T extends tf.TensorContainer>(f: () => T): T {
  ensureBackend();
  return tf.tidy(f);
}

/**
 * Value of a scalar function and its gradient by every parameter, in the parameters' order; a parameter that the function
 * does not use has zeros. Everything else made on the way is disposed.
 */
export function valueAndGradients(
  f: () => tf.Scalar,
  parameters: readonly Parameter[],
): { value: tf.Scalar; gradients: tf.Tensor[] } {
  ensureBackend();
  const tensors = parameters.map((parameter) => parameter.value);
  return tf.tidy(() => {
    if (tensors.length === 0) return { value: f(), gradients: [] };
    const { value, grads } = tf.engine().gradients(f, tensors, undefined, true) as {
      value: tf.Scalar;
      grads: (tf.Tensor | undefined)[];
    };
    return { value, gradients: grads.map((gradient, i) => gradient ?? tf.zerosLike(tensors[i]!)) };
  });
}

/** Tensors alive now: constant over repeated steps unless something leaks. */
export function numTensors(): number {
  return tf.memory().numTensors;
}

/** Bytes of the arena in use now, constants of the caller included. */
export function usedBytes(): number {
  return ensureBackend().pool.arena.stats().used;
}
