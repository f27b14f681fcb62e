import type * as tf from '@tensorflow/tfjs-core';
import { maximaGradientInto, maximaInto } from '../../compute/internal.js';
import { defineOp } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import { expectOperand, type SparseOperand } from '../engine/sparse-operand.js';
import * as gpu from '../webgpu/sparse.js';

interface Attributes {
  readonly matrix: SparseOperand;
}

const gradientOp = defineOp<Attributes>({
  name: 'HeteroSpmmMaxGradient',
  webgpu: (backend, { dy, argmax }, { matrix }) => gpu.spmmMaxGradient(backend, { dy: dy!, argmax: argmax! }, matrix),
  forward(host, { dy, argmax }, { matrix }) {
    const width = dy!.shape[1]!;
    const { values: weights, ...transposed } = matrix.place(true);
    const out = host.allocate([matrix.numCols, width]);
    const sides = { dy: host.address(dy!), argmax: host.address(argmax!), width };
    const entries = matrix.placeEntries(true);
    maximaGradientInto(host.pool, { ...transposed, entries, weights }, sides, out.address);
    return out;
  },
});

const op = defineOp<Attributes>({
  name: 'HeteroSpmmMax',
  webgpu: (backend, { x }, { matrix }) => gpu.spmmMax(backend, x!, matrix),
  forward(host, { x }, { matrix }) {
    const width = x!.shape[1]!;
    const { values: weights, ...placed } = matrix.place(false);
    const out = host.allocate([matrix.numRows, width]);
    const argmax = host.allocate([matrix.numRows, width], 'int32');
    maximaInto(host.pool, { ...placed, weights, x: host.address(x!), width }, out.address, argmax.address);
    return [out, argmax];
  },
  saves: { outputs: [false, true] },
  gradient: ([dy], [argmax], attributes) => ({
    x: () => gradientOp({ dy: dy!, argmax: argmax! }, attributes)[0]!,
  }),
});

/**
 * The maximum form of the sparse product: out[r, c] = MAX over the entries of row r of value x[column, c], 0 for an empty row; x
 * [numCols, W] -> [numRows, W]. The gradient goes to the first entry that has the maximum.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function spmmMax(matrix: SparseOperand, x: tf.Tensor): tf.Tensor2D {
  expectOperand(matrix);
  expectShape('The dense side of a sparse product', x, [matrix.numCols, -1]);
  const [out, argmax] = op({ x }, { matrix });
  argmax!.dispose();
  return out as tf.Tensor2D;
}
