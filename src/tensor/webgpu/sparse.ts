import type * as tf from '@tensorflow/tfjs-core';
import { groupPositions } from '../../compute/internal.js';
import type { GpuBackend } from '../engine/gpu-backend.js';
import type { SparseOperand } from '../engine/sparse-operand.js';
import { deviceMatrix } from './matrices.js';
import { runShader, withUploads } from './program.js';

interface Arrays {
  readonly indptr: tf.TensorInfo;
  readonly indices: tf.TensorInfo;
  readonly values: tf.TensorInfo | undefined;
}

/** out[r, c] = SUM over the entries of row r of (value) x[column, c]. */
function product(
  backend: GpuBackend,
  { indptr, indices, values }: Arrays,
  x: tf.TensorInfo,
  rows: number,
): tf.TensorInfo {
  const width = x.shape[1]!;
  return runShader(backend, {
    name: values ? 'weighted spmm' : 'spmm',
    inputs: { indptr, indices, ...(values ? { weights: values } : {}), x },
    shape: [rows, width],
    uniforms: { width },
    body: `let row = index / uniforms.width;
      let column = index % uniforms.width;
      var value = 0.0;
      for (var e = indptr[row]; e < indptr[row + 1]; e = e + 1) {
        value = value + ${values ? 'weights[e] * ' : ''}x[indices[e] * uniforms.width + column];
      }`,
  });
}

export interface Side {
  readonly matrix: SparseOperand;
  readonly transposed: boolean;
}

export function spmm(backend: GpuBackend, x: tf.TensorInfo, { matrix, transposed }: Side): tf.TensorInfo {
  const placed = deviceMatrix(backend, matrix, transposed);
  return product(backend, placed, x, placed.numRows);
}

/** out[r, h, d] = SUM over the entries of row r of weights[e, h] x[column, h, d]. */
export function spmmWeighted(
  backend: GpuBackend,
  { weights, x }: Readonly<Record<'weights' | 'x', tf.TensorInfo>>,
  { matrix, transposed }: Side,
): tf.TensorInfo {
  const { indptr, indices, entries, numRows } = deviceMatrix(backend, matrix, transposed);
  const [heads, total] = [weights.shape[1]!, x.shape[1]!];
  return runShader(backend, {
    name: 'spmm by heads',
    inputs: { indptr, indices, entries, weights, x },
    shape: [numRows, total],
    uniforms: { heads, total, width: total / heads },
    body: `let row = index / uniforms.total;
      let column = index % uniforms.total;
      let h = column / uniforms.width;
      var value = 0.0;
      for (var e = indptr[row]; e < indptr[row + 1]; e = e + 1) {
        value = value + weights[entries[e] * uniforms.heads + h] * x[indices[e] * uniforms.total + column];
      }`,
  });
}

/** The maximum form, and the entry it comes from. */
export function spmmMax(backend: GpuBackend, x: tf.TensorInfo, matrix: SparseOperand): tf.TensorInfo[] {
  const { indptr, indices, values, numRows } = deviceMatrix(backend, matrix, false);
  return maxima(backend, { indptr, indices, values }, x, numRows);
}

/** Rows' maxima of x[column] (of x[entry] without `indices`) and where they are, the first of equals. */
export function maxima(
  backend: GpuBackend,
  { indptr, indices, values }: { indptr: tf.TensorInfo; indices?: tf.TensorInfo; values?: tf.TensorInfo | undefined },
  x: tf.TensorInfo,
  numRows: number,
): tf.TensorInfo[] {
  const width = x.shape[1]!;
  const element = `${values ? 'weights[e] * ' : ''}x[${indices ? 'indices[e]' : 'e'} * uniforms.width + column]`;
  const run = (dtype: 'float32' | 'int32') =>
    runShader(backend, {
      name: `maxima ${dtype} ${element}`,
      inputs: { indptr, ...(indices ? { indices } : {}), ...(values ? { weights: values } : {}), x },
      shape: [numRows, width],
      dtype,
      uniforms: { width },
      body: `let row = index / uniforms.width;
        let column = index % uniforms.width;
        var best = 0.0;
        var at = -1;
        for (var e = indptr[row]; e < indptr[row + 1]; e = e + 1) {
          let next = ${element};
          if (at < 0 || next > best) {
            best = next;
            at = e;
          }
        }
        let value = ${dtype === 'int32' ? 'at' : 'best'};`,
    });
  return [run('float32'), run('int32')];
}

/** dx[c] = SUM of value dy[r] over the entries that hold the maximum. */
export function spmmMaxGradient(
  backend: GpuBackend,
  { dy, argmax }: Readonly<Record<'dy' | 'argmax', tf.TensorInfo>>,
  matrix: SparseOperand,
): tf.TensorInfo {
  const { indptr, indices, values, entries, numRows } = deviceMatrix(backend, matrix, true);
  const width = dy.shape[1]!;
  return runShader(backend, {
    name: values ? 'weighted spmm max gradient' : 'spmm max gradient',
    inputs: { indptr, indices, entries, ...(values ? { weights: values } : {}), dy, argmax },
    shape: [numRows, width],
    uniforms: { width },
    body: `let row = index / uniforms.width;
      let column = index % uniforms.width;
      var value = 0.0;
      for (var e = indptr[row]; e < indptr[row + 1]; e = e + 1) {
        let at = indices[e] * uniforms.width + column;
        if (argmax[at] == entries[e]) { value = value + ${values ? 'weights[e] * ' : ''}dy[at]; }
      }`,
  });
}

/** Per entry and head <a[row], b[column]>, or a[row] + b[column]; [E, heads]. */
export function sddmm(
  backend: GpuBackend,
  { a, b }: Readonly<Record<'a' | 'b', tf.TensorInfo>>,
  { matrix, heads, op }: { readonly matrix: SparseOperand; readonly heads: number; readonly op: 'dot' | 'add' },
): tf.TensorInfo {
  const { owners, indices } = deviceMatrix(backend, matrix, false);
  const width = op === 'add' ? 1 : a.shape[1]! / heads;
  return runShader(backend, {
    name: `sddmm ${op}`,
    inputs: { owners, indices, a, b },
    shape: [matrix.numEntries, heads],
    uniforms: { heads, width },
    body: `let e = index / uniforms.heads;
      let h = index % uniforms.heads;
      let left = (owners[e] * uniforms.heads + h) * uniforms.width;
      let right = (indices[e] * uniforms.heads + h) * uniforms.width;
      ${
        op === 'add'
          ? 'let value = a[left] + b[right];'
          : `var value = 0.0;
             for (var d = 0; d < uniforms.width; d = d + 1) { value = value + a[left + d] * b[right + d]; }`
      }`,
  });
}

export interface RowNumbers {
  readonly rows: Int32Array;
  readonly numRows: number;
}

/** out[i] = table[rows[i]]. */
export function lookup(backend: GpuBackend, table: tf.TensorInfo, { rows }: RowNumbers): tf.TensorInfo {
  const width = table.shape[1]!;
  return withUploads(backend, (uploads) =>
    runShader(backend, {
      name: 'lookup',
      inputs: { rows: uploads.of(rows), table },
      shape: [rows.length, width],
      uniforms: { width },
      body: 'let value = table[rows[index / uniforms.width] * uniforms.width + index % uniforms.width];',
    }),
  );
}

/** out[r] = SUM of dy[i] with rows[i] = r, in ascending order of i. */
export function scatter(backend: GpuBackend, dy: tf.TensorInfo, { rows, numRows }: RowNumbers): tf.TensorInfo {
  const indptr = new Int32Array(numRows + 1);
  const indices = new Int32Array(rows.length);
  groupPositions(rows, indptr, indices);
  return withUploads(backend, (uploads) => {
    const matrix = { indptr: uploads.of(indptr), indices: uploads.of(indices), values: undefined };
    return product(backend, matrix, dy, numRows);
  });
}
