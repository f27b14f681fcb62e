import type * as tf from '@tensorflow/tfjs-core';
import type { AdamStep } from '../../compute/internal.js';
import type { GpuBackend } from '../engine/gpu-backend.js';
import { runShader, withUploads } from './program.js';

type Infos = Readonly<Record<string, tf.TensorInfo>>;

/** factor x + other y. */
function combine(backend: GpuBackend, x: tf.TensorInfo, factor: number, y: tf.TensorInfo, other: number) {
  return runShader(backend, {
    name: 'weighted sum',
    inputs: { x, y },
    shape: x.shape,
    uniforms: { factor: { f32: factor }, other: { f32: other } },
    body: 'let value = uniforms.factor * x[index] + uniforms.other * y[index];',
  });
}

/** New parameter, m and v; as kernels/adam.ts. */
export function adamStep(
  backend: GpuBackend,
  { parameter, gradient: raw, m, v }: Infos,
  at: AdamStep & { readonly weightDecay: number; readonly isDecoupled: boolean },
): tf.TensorInfo[] {
  const { beta1, beta2, epsilon, learningRate, step, weightDecay, isDecoupled } = at;
  return withUploads(backend, (uploads) => {
    const isAdded = weightDecay > 0 && !isDecoupled;
    const gradient = isAdded ? uploads.keep(combine(backend, raw!, 1, parameter!, weightDecay)) : raw!;
    const newM = runShader(backend, {
      name: 'adam m',
      inputs: { m: m!, gradient },
      shape: m!.shape,
      uniforms: { rate: { f32: 1 - beta1 } },
      body: 'let value = m[index] + uniforms.rate * (gradient[index] - m[index]);',
    });
    const newV = runShader(backend, {
      name: 'adam v',
      inputs: { v: v!, gradient },
      shape: v!.shape,
      uniforms: { keep: { f32: beta2 }, rate: { f32: 1 - beta2 } },
      body: 'let value = uniforms.keep * v[index] + uniforms.rate * gradient[index] * gradient[index];',
    });
    const newParameter = runShader(backend, {
      name: 'adam parameter',
      inputs: { parameter: parameter!, m: newM, v: newV },
      shape: parameter!.shape,
      uniforms: {
        keep: { f32: isDecoupled ? 1 - learningRate * weightDecay : 1 },
        stepSize: { f32: learningRate / (1 - beta1 ** step) },
        correction: { f32: Math.sqrt(1 - beta2 ** step) },
        epsilon: { f32: epsilon },
      },
      body: `let value = uniforms.keep * parameter[index]
        - uniforms.stepSize * m[index] / (sqrt(v[index]) / uniforms.correction + uniforms.epsilon);`,
    });
    return [newParameter, newM, newV];
  });
}

/** New parameter, and the new momentum where there is one. */
export function sgdStep(
  backend: GpuBackend,
  { parameter, gradient: raw, momentum: kept }: Infos,
  at: { momentum: number; nesterov: boolean; learningRate: number; weightDecay: number },
): tf.TensorInfo[] {
  const { momentum, nesterov, learningRate, weightDecay } = at;
  return withUploads(backend, (uploads) => {
    const gradient = weightDecay > 0 ? uploads.keep(combine(backend, raw!, 1, parameter!, weightDecay)) : raw!;
    if (!kept) return [combine(backend, parameter!, 1, gradient, -learningRate)];
    const newKept = combine(backend, kept, momentum, gradient, 1);
    const direction = nesterov ? uploads.keep(combine(backend, gradient, 1, newKept, momentum)) : newKept;
    return [combine(backend, parameter!, 1, direction, -learningRate), newKept];
  });
}
