import type * as tf from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../engine/gpu-backend.js';
import type { SparseOperand } from '../engine/sparse-operand.js';
import { deviceMatrix } from './matrices.js';
import { columnSums, runShader, type Uploads, withUploads } from './program.js';
import type { Side } from './sparse.js';

interface DynamicSizes {
  readonly heads: number;
  readonly width: number;
  readonly slope: number;
}

function uniformsOf({ heads, width, slope }: DynamicSizes) {
  return { heads, width, slope: { f32: slope } };
}

/** <vector, leakyReLU(a[row] + b[column])> per entry and head: [E, heads]. */
export function dynamicScores(
  backend: GpuBackend,
  { a, b, vector }: Readonly<Record<'a' | 'b' | 'vector', tf.TensorInfo>>,
  matrix: SparseOperand,
  sizes: DynamicSizes,
): tf.TensorInfo {
  const { owners, indices } = deviceMatrix(backend, matrix, false);
  return runShader(backend, {
    name: 'dynamic attention scores',
    inputs: { owners, indices, a, b, weight: vector },
    shape: [matrix.numEntries, sizes.heads],
    uniforms: uniformsOf(sizes),
    body: `let e = index / uniforms.heads;
      let h = index % uniforms.heads;
      let left = (owners[e] * uniforms.heads + h) * uniforms.width;
      let right = (indices[e] * uniforms.heads + h) * uniforms.width;
      var value = 0.0;
      for (var d = 0; d < uniforms.width; d = d + 1) {
        let z = a[left + d] + b[right + d];
        value = value + weight[h * uniforms.width + d] * select(uniforms.slope * z, z, z > 0.0);
      }`,
  });
}

/** Per row (of the transpose: column) SUM of dScores times the slope of the leaky ReLU at own + other: [rows, heads width]. */
export function dynamicSums(
  backend: GpuBackend,
  { own, other, dScores }: Readonly<Record<'own' | 'other' | 'dScores', tf.TensorInfo>>,
  { matrix, transposed }: Side,
  sizes: DynamicSizes,
): tf.TensorInfo {
  const { indptr, indices, entries, numRows } = deviceMatrix(backend, matrix, transposed);
  const total = sizes.heads * sizes.width;
  return runShader(backend, {
    name: 'dynamic attention sums',
    inputs: { indptr, indices, entries, own, other, dScores },
    shape: [numRows, total],
    uniforms: { ...uniformsOf(sizes), total },
    body: `let row = index / uniforms.total;
      let column = index % uniforms.total;
      let h = column / uniforms.width;
      var value = 0.0;
      for (var e = indptr[row]; e < indptr[row + 1]; e = e + 1) {
        let isPositive = own[index] + other[indices[e] * uniforms.total + column] > 0.0;
        value = value + dScores[entries[e] * uniforms.heads + h] * select(uniforms.slope, 1.0, isPositive);
      }`,
  });
}

/** SUM over the pairs and their rows of u x, [width]: by chunks of 64 rows, then in order. */
export function productSums(
  backend: GpuBackend,
  pairs: readonly Readonly<Record<'u' | 'x', tf.TensorInfo>>[],
  uploads: Uploads,
): tf.TensorInfo {
  const sums = pairs.map(({ u, x }) => {
    const [rows, width] = u.shape as [number, number];
    const units = Math.ceil(rows / 64);
    const partial = runShader(backend, {
      name: 'sums of products by 64 rows',
      inputs: { u, x },
      shape: [units, width],
      uniforms: { rows, width },
      body: `let first = index / uniforms.width * 64;
        let column = index % uniforms.width;
        var value = 0.0;
        for (var r = first; r < min(first + 64, uniforms.rows); r = r + 1) {
          value = value + u[r * uniforms.width + column] * x[r * uniforms.width + column];
        }`,
    });
    return uploads.keep(columnSums(backend, uploads.keep(partial), units, width));
  });
  const [left, right] = sums as [tf.TensorInfo, tf.TensorInfo];
  return runShader(backend, {
    name: 'sum of two',
    inputs: { left, right },
    shape: left.shape,
    body: 'let value = left[index] + right[index];',
  });
}

/** Sums of x [E, W] by the entries' types, [types, W]: by chunks of entries, then in order. */
export function typeSums(backend: GpuBackend, x: tf.TensorInfo, types: tf.TensorInfo, numTypes: number): tf.TensorInfo {
  const [entries, width] = x.shape as [number, number];
  const chunk = 1024;
  const units = Math.ceil(entries / chunk);
  return withUploads(backend, (uploads) => {
    const partial = uploads.keep(
      runShader(backend, {
        name: 'sums by types',
        inputs: { x, types },
        shape: [units, numTypes * width],
        uniforms: { entries, width, total: numTypes * width },
        body: `let first = index / uniforms.total * ${chunk};
          let column = index % uniforms.total % uniforms.width;
          let group = index % uniforms.total / uniforms.width;
          var value = 0.0;
          for (var e = first; e < min(first + ${chunk}, uniforms.entries); e = e + 1) {
            if (types[e] == group) { value = value + x[e * uniforms.width + column]; }
          }`,
      }),
    );
    return { ...columnSums(backend, partial, units, numTypes * width), shape: [numTypes, width] };
  });
}
