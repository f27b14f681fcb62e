import type * as tf from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../engine/gpu-backend.js';
import { columnSums, runShader, withUploads } from './program.js';

export interface LossAttributes {
  readonly kind: 'labels' | 'multi-hot' | 'sigmoid';
  readonly truth: Int32Array | Uint8Array | Float32Array;
}

/** Log of the sum of exponentials of the logits of the row that begins at `first`. */
const logSumExp = `
  fn logSumExp(first : i32) -> f32 {
    var top = z[first];
    for (var c = 1; c < uniforms.classes; c = c + 1) { top = max(top, z[first + c]); }
    var sum = 0.0;
    for (var c = 0; c < uniforms.classes; c = c + 1) { sum = sum + exp(z[first + c] - top); }
    return top + log(sum);
  }`;

/** Per loss: the loss of a row, and the gradient by a logit. */
const shaders = {
  softmax: {
    loss: `let first = index * uniforms.classes;
      let level = logSumExp(first);
      var value = 0.0;
      for (var c = 0; c < uniforms.classes; c = c + 1) { value = value + targets[first + c] * (level - z[first + c]); }
      value = uniforms.scale * value;`,
    gradient: `let first = (index / uniforms.classes) * uniforms.classes;
      var total = 0.0;
      for (var c = 0; c < uniforms.classes; c = c + 1) { total = total + targets[first + c]; }
      let value = uniforms.scale * (total * exp(z[index] - logSumExp(first)) - targets[index]);`,
  },
  sigmoid: {
    // log(1 + exp(z)) - t z, without overflow.
    loss: `var value = 0.0;
      for (var i = index * uniforms.classes; i < (index + 1) * uniforms.classes; i = i + 1) {
        value = value + max(z[i], 0.0) - targets[i] * z[i] + log(1.0 + exp(-abs(z[i])));
      }
      value = uniforms.scale * value;`,
    gradient: 'let value = uniforms.scale * (1.0 / (1.0 + exp(-z[index])) - targets[index]);',
  },
};

/** Loss (a scalar) and its gradient by the logits, as kernels/cross-entropy.ts. */
export function crossEntropy(
  backend: GpuBackend,
  logits: tf.TensorInfo,
  { kind, truth }: LossAttributes,
): tf.TensorInfo[] {
  const [rows, classes] = logits.shape as [number, number];
  const dense = kind === 'labels' ? new Float32Array(rows * classes) : Float32Array.from(truth);
  if (kind === 'labels') for (const [r, label] of truth.entries()) dense[r * classes + label] = 1;
  const form = kind === 'sigmoid' ? 'sigmoid' : 'softmax';
  return withUploads(backend, (uploads) => {
    const inputs = { z: logits, targets: uploads.of(dense) };
    const scale = { f32: 1 / Math.max(1, kind === 'sigmoid' ? rows * classes : rows) };
    const run = (part: 'loss' | 'gradient', shape: readonly number[]) =>
      runShader(backend, {
        ...{ name: `${form} ${part}`, inputs, shape, uniforms: { classes, scale } },
        ...{ declarations: logSumExp, body: shaders[form][part] },
      });
    const losses = uploads.keep(run('loss', [rows]));
    return [{ ...columnSums(backend, losses, rows, 1), shape: [] }, run('gradient', [rows, classes])];
  });
}
