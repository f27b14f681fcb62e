import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend, makeTensor } from './backend.js';
import type { Parameter } from './parameter.js';

/** Value of a scalar function and its gradient by every parameter, in order; a parameter not used has zeros. */
export function valueAndGradients(
  f: () => tf.Scalar,
  parameters: readonly Parameter[],
): { value: tf.Scalar; gradients: tf.Tensor[] } {
  ensureBackend();
  const { value, grads } = tf.variableGrads(
    f,
    parameters.map((parameter) => parameter.variable),
  );
  const gradients = parameters.map(
    (parameter) => grads[parameter.variable.name] ?? makeTensor([...parameter.shape], (values) => values.fill(0)),
  );
  return { value, gradients };
}

/** Runs `f` and disposes every tensor made in it but the result. */
export function tidy<T extends tf.TensorContainer>(f: () => T): T {
  ensureBackend();
  return tf.tidy(f);
}

export function tensor2d(values: Float32Array, shape: [number, number]): tf.Tensor2D {
  return makeTensor<tf.Tensor2D>(shape, (out) => out.set(values));
}

/** Tensors alive now: constant over repeated steps unless something leaks. */
export function numTensors(): number {
  return tf.memory().numTensors;
}
