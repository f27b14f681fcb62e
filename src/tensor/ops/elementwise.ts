import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';

/** A tensor, or a number used as a tensor of this value everywhere. */
export type Operand = tf.Tensor | number;

/** a + b; shapes broadcast. */
export function add<T extends tf.Tensor>(a: T, b: Operand): T {
  ensureBackend();
  return tf.add(a, b) as T;
}

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

/** a / b, element by element; shapes broadcast. */
export function divide<T extends tf.Tensor>(a: T, b: Operand): T {
  ensureBackend();
  return tf.div(a, b) as T;
}

/** The smaller of both, element by element; where they are equal the gradient goes to a. */
export function minimum<T extends tf.Tensor>(a: T, b: Operand): T {
  ensureBackend();
  return tf.minimum(a, b) as T;
}

/** x^2. */
export function square<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  return tf.square(x);
}

/** |x|; the gradient at 0 is 0. */
export function abs<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  return tf.abs(x);
}

/** e^x. */
export function exp<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  return tf.exp(x);
}

/** The natural logarithm. */
export function log<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  return tf.log(x);
}

/** max(x, 0). */
export function relu<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  return tf.relu(x);
}

/** x where it is positive, else slope x. */
export function leakyRelu<T extends tf.Tensor>(x: T, slope = 0.2): T {
  ensureBackend();
  return tf.leakyRelu(x, slope);
}

/** 1 / (1 + e^-x). */
export function sigmoid<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  return tf.sigmoid(x);
}

/** The hyperbolic tangent. */
export function tanh<T extends tf.Tensor>(x: T): T {
  ensureBackend();
  return tf.tanh(x);
}
