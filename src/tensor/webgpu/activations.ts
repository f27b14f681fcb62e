import type * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../../compute/internal.js';
import type { GpuBackend } from '../engine/gpu-backend.js';
import { runShader } from './program.js';

/** The normal distribution function (Abramowitz and Stegun, 7.1.26), as the kernel has it. */
const normal = `
  fn normal(x : f32) -> f32 {
    let t = 1.0 / (1.0 + 0.3275911 * 0.70710678 * abs(x));
    let y = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
    let tail = 0.5 * y * exp(-0.5 * x * x);
    return select(tail, 1.0 - tail, x > 0.0);
  }`;

const values: Readonly<Record<Activation, string>> = {
  gelu: 'x[index] * normal(x[index])',
  elu: 'select(exp(min(x[index], 0.0)) - 1.0, x[index], x[index] > 0.0)',
};
const slopes: Readonly<Record<Activation, string>> = {
  gelu: 'normal(x[index]) + x[index] * 0.39894228 * exp(-0.5 * x[index] * x[index])',
  elu: 'exp(min(x[index], 0.0))',
};

export function activation(backend: GpuBackend, x: tf.TensorInfo, op: Activation): tf.TensorInfo {
  const code = op === 'gelu' ? { declarations: normal } : {};
  const body = `let value = ${values[op]};`;
  return runShader(backend, { name: op, inputs: { x }, shape: x.shape, body, ...code });
}

export function activationGradient(
  backend: GpuBackend,
  { x, dy }: Readonly<Record<'x' | 'dy', tf.TensorInfo>>,
  op: Activation,
): tf.TensorInfo {
  const code = op === 'gelu' ? { declarations: normal } : {};
  const body = `let value = dy[index] * (${slopes[op]});`;
  return runShader(backend, { name: `${op} gradient`, inputs: { x, dy }, shape: x.shape, body, ...code });
}
