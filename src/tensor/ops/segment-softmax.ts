import type * as tf from '@tensorflow/tfjs-core';
import { segmentSoftmaxGradientInto, segmentSoftmaxInto } from '../../compute/internal.js';
import { defineOp } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import { expectOperand, type SparseOperand } from '../engine/sparse-operand.js';
import * as gpu from '../webgpu/segments.js';

interface Attributes {
  readonly matrix: SparseOperand;
}

const gradientOp = defineOp<Attributes>({
  name: 'HeteroSegmentSoftmaxGradient',
  webgpu: (backend, { p, dp }, { matrix }) => gpu.segmentSoftmaxGradient(backend, { p: p!, dp: dp! }, matrix),
  forward(host, { p, dp }, { matrix }) {
    const out = host.allocate(p!.shape);
    const sides = { p: host.address(p!), dp: host.address(dp!), heads: p!.shape[1]! };
    segmentSoftmaxGradientInto(host.pool, { ...matrix.place(false), entries: 0 }, sides, out.address);
    return out;
  },
});

const op = defineOp<Attributes>({
  name: 'HeteroSegmentSoftmax',
  webgpu: (backend, { scores }, { matrix }) => gpu.segmentSoftmax(backend, scores!, matrix),
  forward(host, { scores }, { matrix }) {
    const out = host.allocate(scores!.shape);
    const segments = { ...matrix.place(false), entries: 0 };
    segmentSoftmaxInto(host.pool, segments, host.address(scores!), scores!.shape[1]!, out.address);
    return out;
  },
  saves: { outputs: [true] },
  gradient: ([dp], [p], attributes) => ({ scores: () => gradientOp({ p: p!, dp: dp! }, attributes)[0]! }),
});

/**
 * Softmax over the entries of every row of a matrix, for every head by itself: scores [E, H] -> [E, H]. Entries of -Infinity get 0.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function segmentSoftmax(matrix: SparseOperand, scores: tf.Tensor): tf.Tensor2D {
  expectOperand(matrix);
  expectShape('The scores of entries', scores, [matrix.numEntries, -1]);
  return op({ scores }, { matrix })[0] as tf.Tensor2D;
}
