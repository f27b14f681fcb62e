import * as tf from '@tensorflow/tfjs-core';
import { ensureBackend } from '../backends/backend.js';

/** A tensor, or a number used as a tensor of this value everywhere. */
export type Operand = tf.Tensor | number;

/** An operation of ours from one of tensorflow.js, which needs a backend that is set up. */
function onePlace(compute: (x: tf.Tensor) => tf.Tensor) {
  return <T extends tf.Tensor>(x: T): T => {
    ensureBackend();
    return compute(x) as T;
  };
}

function twoPlace(compute: (a: tf.Tensor, b: Operand) => tf.Tensor) {
  return <T extends tf.Tensor>(a: T, b: Operand): T => {
    ensureBackend();
    return compute(a, b) as T;
  };
}

/** a + b; shapes broadcast. */
export const add = twoPlace(tf.add);
/** a - b; shapes broadcast. */
export const subtract = twoPlace(tf.sub);
/** a b, element by element; shapes broadcast. */
export const multiply = twoPlace(tf.mul);
/** a / b, element by element; shapes broadcast. */
export const divide = twoPlace(tf.div);
/** The smaller of both, element by element; where they are equal the gradient goes to a. */
export const minimum = twoPlace(tf.minimum);
/** x^2. */
export const square = onePlace(tf.square);
/** |x|; the gradient at 0 is 0. */
export const abs = onePlace(tf.abs);
/** e^x. */
export const exp = onePlace(tf.exp);
/** The natural logarithm. */
export const log = onePlace(tf.log);
/** max(x, 0). */
export const relu = onePlace(tf.relu);
/** 1 / (1 + e^-x). */
export const sigmoid = onePlace(tf.sigmoid);
/** The hyperbolic tangent. */
export const tanh = onePlace(tf.tanh);

/** x where it is positive, else slope x. */
export function leakyRelu<T extends tf.Tensor>(x: T, slope = 0.2): T {
  ensureBackend();
  return tf.leakyRelu(x, slope);
}
