import type * as tf from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../engine/gpu-backend.js';
import { columnSums, runShader, withUploads } from './program.js';

export interface LossAttributes {
  readonly kind: 'labels' | 'multi-hot' | 'sigmoid';
  readonly truth: Int32Array | Uint8Array | Float32Array;
}

/** Loss (a scalar) and its gradient by the logits, as kernels/cross-entropy.ts. */
export function crossEntropy(
  backend: GpuBackend,
  logits: tf.TensorInfo,
  { kind, truth }: LossAttributes,
): tf.TensorInfo[] {
  const [rows, classes] = logits.shape as [number, number];
  const dense = kind === 'labels' ? new Float32Array(rows * classes) : Float32Array.from(truth);
  if (kind === 'labels') for (const [r, label] of truth.entries()) dense[r * classes + label] = 1;
  return withUploads(backend, (uploads) => {
    const targets = uploads.of(dense);
    const scale = { f32: 1 / Math.max(1, kind === 'sigmoid' ? rows * classes : rows) };
    const inputs = { z: logits, targets };
    const shape = { rows, classes, scale };
    const losses = uploads.keep(
      kind === 'sigmoid' ? sigmoidRows(backend, inputs, shape) : softmaxRows(backend, inputs, shape),
    );
    const loss = { ...columnSums(backend, losses, rows, 1), shape: [] };
    const gradient =
      kind === 'sigmoid' ? sigmoidGradient(backend, inputs, shape) : softmaxGradient(backend, inputs, shape);
    return [loss, gradient];
  });
}

type Inputs = { readonly z: tf.TensorInfo; readonly targets: tf.TensorInfo };
type Shape = { readonly rows: number; readonly classes: number; readonly scale: { readonly f32: number } };

/** Of row `first / classes`: log SUM exp of the logits. */
const logSumExp = `
  fn logSumExp(first : i32) -> f32 {
    var top = z[first];
    for (var c = 1; c < uniforms.classes; c = c + 1) { top = max(top, z[first + c]); }
    var sum = 0.0;
    for (var c = 0; c < uniforms.classes; c = c + 1) { sum = sum + exp(z[first + c] - top); }
    return top + log(sum);
  }`;

function softmaxRows(backend: GpuBackend, inputs: Inputs, { rows, classes, scale }: Shape): tf.TensorInfo {
  return runShader(backend, {
    name: 'softmax loss',
    inputs: { ...inputs },
    shape: [rows],
    uniforms: { classes, scale },
    declarations: logSumExp,
    body: `let first = index * uniforms.classes;
      let level = logSumExp(first);
      var value = 0.0;
      for (var c = 0; c < uniforms.classes; c = c + 1) { value = value + targets[first + c] * (level - z[first + c]); }
      value = uniforms.scale * value;`,
  });
}

function softmaxGradient(backend: GpuBackend, inputs: Inputs, { rows, classes, scale }: Shape): tf.TensorInfo {
  return runShader(backend, {
    name: 'softmax loss gradient',
    inputs: { ...inputs },
    shape: [rows, classes],
    uniforms: { classes, scale },
    declarations: logSumExp,
    body: `let first = (index / uniforms.classes) * uniforms.classes;
      var total = 0.0;
      for (var c = 0; c < uniforms.classes; c = c + 1) { total = total + targets[first + c]; }
      let value = uniforms.scale * (total * exp(z[index] - logSumExp(first)) - targets[index]);`,
  });
}

/** log(1 + exp(z)) - t z, without overflow. */
function sigmoidRows(backend: GpuBackend, inputs: Inputs, { rows, classes, scale }: Shape): tf.TensorInfo {
  return runShader(backend, {
    name: 'sigmoid loss',
    inputs: { ...inputs },
    shape: [rows],
    uniforms: { classes, scale },
    body: `var value = 0.0;
      for (var i = index * uniforms.classes; i < (index + 1) * uniforms.classes; i = i + 1) {
        value = value + max(z[i], 0.0) - targets[i] * z[i] + log(1.0 + exp(-abs(z[i])));
      }
      value = uniforms.scale * value;`,
  });
}

function sigmoidGradient(backend: GpuBackend, inputs: Inputs, { rows, classes, scale }: Shape): tf.TensorInfo {
  return runShader(backend, {
    name: 'sigmoid loss gradient',
    inputs: { ...inputs },
    shape: [rows, classes],
    uniforms: { scale },
    body: 'let value = uniforms.scale * (1.0 / (1.0 + exp(-z[index])) - targets[index]);',
  });
}
