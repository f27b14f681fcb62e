import type * as tf from '@tensorflow/tfjs-core';
import type { Csr, WeightedCsr } from '../../../core/index.js';
import type { SparseOperand } from '../sparse-operand.js';
import { type GpuBackend, runShader, Uploads, withUploads } from './program.js';

interface OnDevice {
  readonly indptr: tf.TensorInfo;
  readonly indices: tf.TensorInfo;
  readonly values: tf.TensorInfo | undefined;
}

/** Matrices stay on the device until their operand is disposed. */
const placed = new WeakMap<SparseOperand, { uploads: Uploads; forward?: OnDevice; backward?: OnDevice }>();

function onDevice(backend: GpuBackend, matrix: SparseOperand, transposed: boolean): OnDevice {
  let entry = placed.get(matrix);
  if (entry === undefined) {
    const uploads = new Uploads(backend);
    entry = { uploads };
    placed.set(matrix, entry);
    matrix.onDispose(() => {
      uploads.release();
      placed.delete(matrix);
    });
  }
  const side = transposed ? 'backward' : 'forward';
  entry[side] ??= upload(entry.uploads, matrix.arrays(transposed));
  return entry[side];
}

function upload(uploads: Uploads, csr: Csr | WeightedCsr): OnDevice {
  return {
    indptr: uploads.of(csr.indptr),
    indices: uploads.of(csr.indices),
    values: 'values' in csr ? uploads.of(csr.values) : undefined,
  };
}

/** out[r, c] = SUM over the entries of row r of (value) x[column, c]. */
function product(
  backend: GpuBackend,
  { indptr, indices, values }: OnDevice,
  x: tf.TensorInfo,
  rows: number,
  width: number,
): tf.TensorInfo {
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

export function spmm(
  backend: GpuBackend,
  x: tf.TensorInfo,
  { matrix, transposed }: { readonly matrix: SparseOperand; readonly transposed: boolean },
): tf.TensorInfo {
  const rows = transposed ? matrix.numCols : matrix.numRows;
  return product(backend, onDevice(backend, matrix, transposed), x, rows, x.shape[1]!);
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
  for (const row of rows) indptr[row + 1]!++;
  for (let r = 0; r < numRows; r++) indptr[r + 1]! += indptr[r]!;
  const next = indptr.slice();
  const indices = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) indices[next[rows[i]!]!++] = i;
  return withUploads(backend, (uploads) => {
    const matrix = { indptr: uploads.of(indptr), indices: uploads.of(indices), values: undefined };
    return product(backend, matrix, dy, numRows, dy.shape[1]!);
  });
}
