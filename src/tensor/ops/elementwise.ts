import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';

/** A tensor, or a number that stands for a tensor of this value everywhere. */
export type Operand = tf.Tensor | number;

/** a - b; shapes broadcast. */
export function subtract<T extends tf.Tensor>(a: T, b: Operand): T {
  ensureBackend();
  return tf.sub(a, b) as T;
}

/** a b, element by element; shapes broadcast. */
export function multiply<T extends tf.Tensor>(a: T, b: Operand): T {
  ensureBackend();
  return tf.mul(a, b) as T;
}

/** The smaller of both, element by element; where they are equal the gradient goes to a. */
export function minimum<T extends tf.Tensor>(a: T, b: Operand): T {
  ensureBackend();
  return tf.minimum(a, b) as T;
}

export function square<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  return tf.square(x);
}

/** |x|; the gradient at 0 is 0. */
export function abs<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  return tf.abs(x);
}

/** Mean of all elements. */
export function mean(x: tf.Tensor): tf.Scalar {
  ensureBackend();
  return tf.mean(x) as tf.Scalar;
}
