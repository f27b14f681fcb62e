import type * as tf from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../engine/gpu-backend.js';
import type { SparseOperand } from '../engine/sparse-operand.js';
import { deviceMatrix } from './matrices.js';
import { runShader } from './program.js';
import { maxima } from './sparse.js';

export interface SegmentAttributes {
  readonly matrix: SparseOperand;
  readonly mean: boolean;
  readonly transposed: boolean;
}

/** Sum or mean over the entries of every row (of the transpose: of every column). */
export function segmentReduce(
  backend: GpuBackend,
  values: tf.TensorInfo,
  { matrix, mean, transposed }: SegmentAttributes,
): tf.TensorInfo {
  const { indptr, entries, numRows } = deviceMatrix(backend, matrix, transposed);
  const width = values.shape[1]!;
  return runShader(backend, {
    name: mean ? 'segment mean' : 'segment sum',
    inputs: { indptr, entries, x: values },
    shape: [numRows, width],
    uniforms: { width },
    body: `let row = index / uniforms.width;
      let column = index % uniforms.width;
      let first = indptr[row];
      let last = indptr[row + 1];
      var value = 0.0;
      for (var e = first; e < last; e = e + 1) { value = value + x[entries[e] * uniforms.width + column]; }
      ${mean ? 'value = value / f32(max(1, last - first));' : ''}`,
  });
}

/** The gradient of {@link segmentReduce}: every entry gets the gradient of its segment. */
export function segmentSpread(
  backend: GpuBackend,
  dy: tf.TensorInfo,
  { matrix, mean, transposed }: SegmentAttributes,
): tf.TensorInfo {
  const { indptr, owners } = deviceMatrix(backend, matrix, transposed);
  const width = dy.shape[1]!;
  return runShader(backend, {
    name: mean ? 'segment mean gradient' : 'segment sum gradient',
    inputs: { ...(mean ? { indptr } : {}), owners, dy },
    shape: [matrix.numEntries, width],
    uniforms: { width },
    body: `let row = owners[index / uniforms.width];
      let value = dy[row * uniforms.width + index % uniforms.width]
        ${mean ? '/ f32(indptr[row + 1] - indptr[row])' : ''};`,
  });
}

export function segmentMax(backend: GpuBackend, values: tf.TensorInfo, matrix: SparseOperand): tf.TensorInfo[] {
  const { indptr, numRows } = deviceMatrix(backend, matrix, false);
  return maxima(backend, { indptr }, values, numRows);
}

export function segmentSpreadMax(
  backend: GpuBackend,
  { dy, argmax }: Readonly<Record<'dy' | 'argmax', tf.TensorInfo>>,
  matrix: SparseOperand,
): tf.TensorInfo {
  const { owners } = deviceMatrix(backend, matrix, false);
  const width = dy.shape[1]!;
  return runShader(backend, {
    name: 'segment max gradient',
    inputs: { owners, dy, argmax },
    shape: [matrix.numEntries, width],
    uniforms: { width },
    body: `let e = index / uniforms.width;
      let at = owners[e] * uniforms.width + index % uniforms.width;
      let value = select(0.0, dy[at], argmax[at] == e);`,
  });
}

/** Softmax over the entries of a row, for every head. */
export function segmentSoftmax(backend: GpuBackend, scores: tf.TensorInfo, matrix: SparseOperand): tf.TensorInfo {
  const { indptr, owners } = deviceMatrix(backend, matrix, false);
  const heads = scores.shape[1]!;
  return runShader(backend, {
    name: 'segment softmax',
    inputs: { indptr, owners, scores },
    shape: [matrix.numEntries, heads],
    uniforms: { heads },
    // The score of -infinity, which gets 0, has no constant in WGSL: whatever lies below the smallest number is one.
    body: `let row = owners[index / uniforms.heads];
      let h = index % uniforms.heads;
      var top = -3.4028234e38;
      for (var e = indptr[row]; e < indptr[row + 1]; e = e + 1) { top = max(top, scores[e * uniforms.heads + h]); }
      var sum = 0.0;
      for (var e = indptr[row]; e < indptr[row + 1]; e = e + 1) { sum = sum + exp(scores[e * uniforms.heads + h] - top); }
      let value = select(0.0, exp(scores[index] - top) / sum, sum > 0.0);`,
  });
}

/** p (dp - <p, dp> over the row). */
export function segmentSoftmaxGradient(
  backend: GpuBackend,
  { p, dp }: Readonly<Record<'p' | 'dp', tf.TensorInfo>>,
  matrix: SparseOperand,
): tf.TensorInfo {
  const { indptr, owners } = deviceMatrix(backend, matrix, false);
  const heads = p.shape[1]!;
  return runShader(backend, {
    name: 'segment softmax gradient',
    inputs: { indptr, owners, p, dp },
    shape: [matrix.numEntries, heads],
    uniforms: { heads },
    body: `let row = owners[index / uniforms.heads];
      let h = index % uniforms.heads;
      var dot = 0.0;
      for (var e = indptr[row]; e < indptr[row + 1]; e = e + 1) {
        dot = dot + p[e * uniforms.heads + h] * dp[e * uniforms.heads + h];
      }
      let value = p[index] * (dp[index] - dot);`,
  });
}
