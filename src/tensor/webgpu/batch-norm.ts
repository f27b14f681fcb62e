import type * as tf from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../engine/gpu-backend.js';
import { columnSums, runShader, type Uploads, withUploads } from './program.js';

type Infos = Readonly<Record<string, tf.TensorInfo>>;

export interface BatchNormAttributes {
  readonly epsilon: number;
}

/** Column sums of `term`, WGSL that reads all of the inputs, by chunks of 64 rows, then in order: [W]. The first input is [rows, W]. */
function sumsOf(backend: GpuBackend, inputs: Infos, term: string, epsilon: number, uploads: Uploads): tf.TensorInfo {
  const [rows, width] = Object.values(inputs)[0]!.shape as [number, number];
  const units = Math.ceil(rows / 64);
  const partial = runShader(backend, {
    name: `batch norm sums ${term}`,
    inputs,
    shape: [units, width],
    uniforms: { rows, width, epsilon: { f32: epsilon } },
    body: `let first = index / uniforms.width * 64;
      let column = index % uniforms.width;
      var value = 0.0;
      for (var r = first; r < min(first + 64, uniforms.rows); r = r + 1) {
        let at = r * uniforms.width + column;
        value = value + ${term};
      }`,
  });
  return columnSums(backend, uploads.keep(partial), units, width);
}

/** One row after the other. */
function stack(backend: GpuBackend, first: tf.TensorInfo, second: tf.TensorInfo, factor: number): tf.TensorInfo {
  const width = first.shape[0]!;
  return runShader(backend, {
    name: 'batch norm two rows',
    inputs: { first, second },
    shape: [2, width],
    uniforms: { width, factor: { f32: factor } },
    body: `let column = index % uniforms.width;
      let value = uniforms.factor * select(second[column], first[column], index < uniforms.width);`,
  });
}

/** Mean and variance of the columns, [2, W]. */
export function columnStatistics(backend: GpuBackend, x: tf.TensorInfo): tf.TensorInfo {
  const rows = Math.max(1, x.shape[0]!);
  return withUploads(backend, (uploads) => {
    const sums = uploads.keep(sumsOf(backend, { x }, 'x[at]', 0, uploads));
    const means = uploads.keep(stack(backend, sums, sums, 1 / rows));
    const term = '(x[at] - means[column]) * (x[at] - means[column])';
    const squares = uploads.keep(sumsOf(backend, { x, means }, term, 0, uploads));
    return stack(backend, sums, squares, 1 / rows);
  });
}

const unit = '(x[at] - statistics[column]) / sqrt(statistics[column + uniforms.width] + uniforms.epsilon)';

export function batchNorm(
  backend: GpuBackend,
  { x, scale, shift, statistics }: Infos,
  { epsilon }: BatchNormAttributes,
): tf.TensorInfo {
  return runShader(backend, {
    name: 'batch norm',
    inputs: { x: x!, scale: scale!, shift: shift!, statistics: statistics! },
    shape: x!.shape,
    uniforms: { width: x!.shape[1]!, epsilon: { f32: epsilon } },
    body: `let at = index;
      let column = index % uniforms.width;
      let value = ${unit} * scale[column] + shift[column];`,
  });
}

export function batchNormGradient(
  backend: GpuBackend,
  { x, scale, statistics, dy }: Infos,
  { epsilon, isBatch }: BatchNormAttributes & { readonly isBatch: boolean },
): tf.TensorInfo[] {
  const inputs = { x: x!, statistics: statistics!, dy: dy! };
  return withUploads(backend, (uploads) => {
    const along = uploads.keep(sumsOf(backend, inputs, `dy[at] * ${unit}`, epsilon, uploads));
    const total = uploads.keep(sumsOf(backend, { dy: dy! }, 'dy[at]', epsilon, uploads));
    const sums = stack(backend, along, total, 1);
    const dx = runShader(backend, {
      name: 'batch norm gradient',
      inputs: { ...inputs, scale: scale!, sums },
      shape: x!.shape,
      uniforms: {
        ...{ width: x!.shape[1]!, epsilon: { f32: epsilon } },
        share: { f32: isBatch ? 1 / Math.max(1, x!.shape[0]!) : 0 },
      },
      body: `let at = index;
        let column = index % uniforms.width;
        let mean = uniforms.share * (sums[column + uniforms.width] + ${unit} * sums[column]);
        let value = scale[column] / sqrt(statistics[column + uniforms.width] + uniforms.epsilon) * (dy[at] - mean);`,
    });
    return [dx, sums];
  });
}
