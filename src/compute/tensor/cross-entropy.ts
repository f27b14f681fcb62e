import * as tf from '@tensorflow/tfjs-core';
import { makeTensor, valuesOf } from './backend.js';

/** Mean over rows of -log softmax(z)_y. logits [B, C], labels [B] in [0, C). */
export function softmaxCrossEntropy(logits: tf.Tensor2D, labels: Int32Array): tf.Scalar {
  return rowLoss(logits, 1 / Math.max(1, logits.shape[0]), (z, at, width, row, gradient) => {
    const logSum = softmaxInto(z, at, width, gradient);
    const label = labels[row]!;
    gradient[at + label]! -= 1;
    return logSum - z[at + label]!;
  });
}

/** Binary cross entropy of sigmoid(z), mean over rows and classes. targets [B, C] of 0/1. */
export function sigmoidCrossEntropy(logits: tf.Tensor2D, targets: Uint8Array | Float32Array): tf.Scalar {
  return rowLoss(logits, 1 / Math.max(1, logits.size), (z, at, width, _, gradient) => {
    let loss = 0;
    for (let i = at; i < at + width; i++) {
      const value = z[i]!;
      const target = targets[i]!;
      loss += Math.max(value, 0) - value * target + Math.log1p(Math.exp(-Math.abs(value)));
      gradient[i] = 1 / (1 + Math.exp(-value)) - target;
    }
    return loss;
  });
}

/** Mean over rows of -SUM over the labels of log softmax(z)_c; the multi-hot targets [B, C] are not normalised. */
export function multiHotCrossEntropy(logits: tf.Tensor2D, targets: Uint8Array | Float32Array): tf.Scalar {
  return rowLoss(logits, 1 / Math.max(1, logits.shape[0]), (z, at, width, _, gradient) => {
    const logSum = softmaxInto(z, at, width, gradient);
    let loss = 0;
    let mass = 0;
    for (let i = at; i < at + width; i++) {
      mass += targets[i]!;
      loss += targets[i]! * (logSum - z[i]!);
    }
    for (let i = at; i < at + width; i++) gradient[i] = mass * gradient[i]! - targets[i]!;
    return loss;
  });
}

type RowLoss = (z: Float32Array, at: number, width: number, row: number, gradient: Float32Array) => number;

/** Loss and gradient by row in one pass, both in float64 within a row; the gradient is kept for the way back. */
function rowLoss(logits: tf.Tensor2D, scale: number, row: RowLoss): tf.Scalar {
  const [rows, width] = logits.shape;
  const f = tf.customGrad((...inputs) => {
    const [input, save] = inputs as unknown as [tf.Tensor, tf.GradSaveFunc];
    let total = 0;
    const gradient = makeTensor([rows, width], (out) => {
      const z = valuesOf(input);
      for (let r = 0; r < rows; r++) total += row(z, r * width, width, r, out);
      for (let i = 0; i < out.length; i++) out[i]! *= scale;
    });
    save([gradient]);
    const value = makeTensor<tf.Scalar>([], (out) => out.fill(total * scale));
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const factor = valuesOf(dy)[0]!;
      const kept = valuesOf(saved[0]!);
      return makeTensor([rows, width], (out) => {
        for (let i = 0; i < out.length; i++) out[i] = factor * kept[i]!;
      });
    };
    return { value, gradFunc };
  });
  return f(logits) as tf.Scalar;
}

/** Writes softmax(z) of one row to `out` and returns log SUM exp(z). */
function softmaxInto(z: Float32Array, at: number, width: number, out: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = at; i < at + width; i++) largest = Math.max(largest, z[i]!);
  let sum = 0;
  for (let i = at; i < at + width; i++) sum += Math.exp(z[i]! - largest);
  for (let i = at; i < at + width; i++) out[i] = Math.exp(z[i]! - largest) / sum;
  return largest + Math.log(sum);
}
