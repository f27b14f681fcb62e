import type * as tf from '@tensorflow/tfjs-core';
import { runSpmm } from '../../compute/internal.js';
import { defineOp, type Op } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import { expectOperand, type SparseOperand } from '../engine/sparse-operand.js';
import * as gpu from '../webgpu/sparse.js';

interface Attributes {
  readonly matrix: SparseOperand;
  readonly transposed: boolean;
}

const op: Op<Attributes> = defineOp<Attributes>({
  name: 'HeteroSpmm',
  webgpu: (backend, { x }, attributes) => gpu.spmm(backend, x!, attributes),
  forward(host, { x }, { matrix, transposed }) {
    const rows = transposed ? matrix.numCols : matrix.numRows;
    const width = x!.shape[1]!;
    const out = host.allocate([rows, width]);
    runSpmm(host.pool, {
      ...matrix.place(transposed),
      entries: matrix.numEntries,
      numCols: transposed ? matrix.numRows : matrix.numCols,
      x: host.address(x!),
      format: 'f32',
      width,
      out: out.address,
      stride: width,
      rows: 0,
      count: rows,
      mean: false,
    });
    return out;
  },
  gradient: ([dy], _, { matrix, transposed }) => ({
    x: () => op({ x: dy! }, { matrix, transposed: !transposed })[0]!,
  }),
});

/**
 * Sparse times dense: out[r] = SUM over the entries of row r of value x[column]; x [numCols, W] -> [numRows, W]. Parallel
 * entries count. The gradient by x is the product with the transpose.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function spmm(matrix: SparseOperand, x: tf.Tensor): tf.Tensor2D {
  expectOperand(matrix);
  expectShape('The dense side of a sparse product', x, [matrix.numCols, -1]);
  return op({ x }, { matrix, transposed: false })[0] as tf.Tensor2D;
}
