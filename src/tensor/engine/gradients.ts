import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';
import type { Parameter } from './parameter.js';
import { releaseTapeAsRead } from './release-tape.js';

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
    const recorded = () => {
      const value = f();
      releaseTapeAsRead();
      return value;
    };
    const { value, grads } = tf.engine().gradients(recorded, tensors, undefined, true) as {
      value: tf.Scalar;
      grads: (tf.Tensor | undefined)[];
    };
    return { value, gradients: grads.map((gradient, i) => gradient ?? tf.zerosLike(tensors[i]!)) };
  });
}
