import type * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import { maximaInto, type Segments, segmentSumInto, spreadInto, spreadMaximaInto } from '../../compute/internal.js';
import { checkOptions } from '../../core/index.js';
import { defineOp } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import { expectOperand, type SparseOperand } from '../engine/sparse-operand.js';
import * as gpu from '../webgpu/segments.js';

interface Attributes {
  readonly matrix: SparseOperand;
  readonly mean: boolean;
  /** Segments are the columns of the matrix; without a gradient of its own. */
  readonly transposed: boolean;
}

function segmentsOf({ matrix, transposed }: Attributes): Segments {
  const { indptr, numRows, numEntries } = matrix.place(transposed);
  return { indptr, numRows, numEntries, entries: matrix.placeEntries(transposed) };
}

const spreadOp = defineOp<Attributes>({
  name: 'HeteroSegmentSpread',
  webgpu: (backend, { dy }, attributes) => gpu.segmentSpread(backend, dy!, attributes),
  forward(host, { dy }, attributes) {
    const width = dy!.shape[1]!;
    const out = host.allocate([attributes.matrix.numEntries, width]);
    spreadInto(host.pool, segmentsOf(attributes), host.address(dy!), width, out.address, attributes.mean);
    return out;
  },
});

const sumOp = defineOp<Attributes>({
  name: 'HeteroSegmentReduce',
  webgpu: (backend, { values }, attributes) => gpu.segmentReduce(backend, values!, attributes),
  forward(host, { values }, attributes) {
    const width = values!.shape[1]!;
    const segments = segmentsOf(attributes);
    const out = host.allocate([segments.numRows, width]);
    segmentSumInto(host.pool, segments, host.address(values!), width, out.address, attributes.mean);
    return out;
  },
  gradient: ([dy], _, attributes) => ({ values: () => spreadOp({ dy: dy! }, attributes)[0]! }),
});

const spreadMaximaOp = defineOp<Attributes>({
  name: 'HeteroSegmentSpreadMax',
  webgpu: (backend, { dy, argmax }, { matrix }) => gpu.segmentSpreadMax(backend, { dy: dy!, argmax: argmax! }, matrix),
  forward(host, { dy, argmax }, attributes) {
    const width = dy!.shape[1]!;
    const out = host.allocate([attributes.matrix.numEntries, width]);
    const [dyAt, argmaxAt] = [host.address(dy!), host.address(argmax!)];
    spreadMaximaInto(host.pool, segmentsOf(attributes), dyAt, argmaxAt, width, out.address);
    return out;
  },
});

const maxOp = defineOp<Attributes>({
  name: 'HeteroSegmentMax',
  webgpu: (backend, { values }, { matrix }) => gpu.segmentMax(backend, values!, matrix),
  forward(host, { values }, attributes) {
    const width = values!.shape[1]!;
    const { indptr, numRows, numEntries } = segmentsOf(attributes);
    const out = host.allocate([numRows, width]);
    const argmax = host.allocate([numRows, width], 'int32');
    const input = { indptr, indices: 0, weights: 0, x: host.address(values!), width, numRows, numEntries };
    maximaInto(host.pool, input, out.address, argmax.address);
    return [out, argmax];
  },
  saves: { outputs: [false, true] },
  gradient: ([dy], [argmax], attributes) => ({
    values: () => spreadMaximaOp({ dy: dy!, argmax: argmax! }, attributes)[0]!,
  }),
});

const reduceSchema = z.enum(['sum', 'mean', 'max']);

/** Sums of values [E, W] over the rows, or over the columns, of the matrix: for the gradients of other operations. */
export function sumSegments(matrix: SparseOperand, values: tf.Tensor, transposed: boolean): tf.Tensor {
  return sumOp({ values }, { matrix, mean: false, transposed })[0]!;
}

/**
 * Sum, mean or maximum over the entries of every row of a matrix: values [E, W], a row per entry -> [numRows, W]; an empty row gives
 * 0. The gradient of a maximum goes to the first entry that has it.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function segmentReduce(matrix: SparseOperand, values: tf.Tensor, reduce: 'sum' | 'mean' | 'max'): tf.Tensor2D {
  expectOperand(matrix);
  checkOptions(reduceSchema, reduce, { what: 'reduce' });
  expectShape('The values of entries', values, [matrix.numEntries, -1]);
  const attributes = { matrix, mean: reduce === 'mean', transposed: false };
  if (reduce !== 'max') return sumOp({ values }, attributes)[0] as tf.Tensor2D;
  const [out, argmax] = maxOp({ values }, attributes);
  argmax!.dispose();
  return out as tf.Tensor2D;
}
