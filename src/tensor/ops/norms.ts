import * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod/mini';
import type { RowNormKind } from '../../compute/index.js';
import { layerNormGradientInto, layerNormInto, rowNormGradientInto, rowNormInto } from '../../compute/internal.js';
import { checkOptions } from '../../core/index.js';
import { defineOp } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import * as gpu from '../webgpu/norms.js';

const kindSchema = z.enum(['l2', 'rms']);

interface RowNormAttributes {
  readonly kind: RowNormKind;
}

const rowNormGradientOp = defineOp<RowNormAttributes>({
  name: 'HeteroRowNormGradient',
  webgpu: (backend, inputs, { kind }) => gpu.rowNormGradient(backend, inputs, kind),
  forward(host, { x, dy }, { kind }) {
    const [rows, width] = x!.shape as [number, number];
    const dx = host.allocate([rows, width]);
    rowNormGradientInto(host.pool, { x: host.address(x!), rows, width, kind }, host.address(dy!), dx.address);
    return dx;
  },
});

const rowNormOp = defineOp<RowNormAttributes>({
  name: 'HeteroRowNorm',
  webgpu: (backend, { x }, { kind }) => gpu.rowNorm(backend, x!, kind),
  forward(host, { x }, { kind }) {
    const [rows, width] = x!.shape as [number, number];
    const out = host.allocate([rows, width]);
    rowNormInto(host.pool, { x: host.address(x!), rows, width, kind }, out.address);
    return out;
  },
  saves: { inputs: ['x'] },
  gradient: ([dy], [x], attributes) => ({ x: () => rowNormGradientOp({ x: x!, dy: dy! }, attributes)[0]! }),
});

/**
 * Rows of x [B, W] divided by their Euclidean length ('l2', the default), or by their root mean square ('rms'); rows shorter than
 * 1e-12 by that, so that rows of zeros stay.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function rowNorm(x: tf.Tensor, kind: RowNormKind = 'l2'): tf.Tensor2D {
  checkOptions(kindSchema, kind, { what: 'kind' });
  expectShape('The normalised rows', x, [-1, -1]);
  return rowNormOp({ x }, { kind })[0] as tf.Tensor2D;
}

/** dx, and the gradients by scale and shift as [2, W]. */
const layerNormGradientOp = defineOp<object>({
  name: 'HeteroLayerNormGradient',
  webgpu: gpu.layerNormGradient,
  forward(host, { x, scale, statistics, dy }) {
    const [rows, width] = x!.shape as [number, number];
    const dx = host.allocate([rows, width]);
    const sums = host.allocate([2, width]);
    const at = { x: host.address(x!), scale: host.address(scale!), statistics: host.address(statistics!), rows, width };
    layerNormGradientInto(host.pool, at, host.address(dy!), dx.address, sums.address);
    return [dx, sums];
  },
});

interface LayerNormAttributes {
  readonly epsilon: number;
}

const layerNormOp = defineOp<LayerNormAttributes>({
  name: 'HeteroLayerNorm',
  webgpu: (backend, inputs, { epsilon }) => gpu.layerNorm(backend, inputs, epsilon),
  forward(host, { x, scale, shift }, { epsilon }) {
    const [rows, width] = x!.shape as [number, number];
    const out = host.allocate([rows, width]);
    const statistics = host.allocate([rows, 2]);
    const at = { x: host.address(x!), scale: host.address(scale!), statistics: statistics.address, rows, width };
    layerNormInto(host.pool, at, host.address(shift!), out.address, epsilon);
    return [out, statistics];
  },
  saves: { inputs: ['x', 'scale'], outputs: [false, true] },
  gradient([dy], [x, scale, statistics]) {
    const [dx, sums] = layerNormGradientOp({ x: x!, scale: scale!, statistics: statistics!, dy: dy! }, {});
    const row = (r: number) => () => tf.reshape(tf.slice(sums!, [r, 0], [1, -1]), scale!.shape);
    return { x: () => dx!, scale: row(0), shift: row(1) };
  },
});

/**
 * Layer normalisation (Ba, Kiros, Hinton 2016): rows of x [B, W] minus their mean, over sqrt(variance + epsilon), times scale [W], plus
 * shift [W]. Epsilon is 1e-5 by default.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function layerNorm(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor, epsilon = 1e-5): tf.Tensor2D {
  expectShape('The normalised rows', x, [-1, -1]);
  expectShape('The scale', scale, [x.shape[1]!]);
  expectShape('The shift', shift, [x.shape[1]!]);
  const [out, statistics] = layerNormOp({ x, scale, shift }, { epsilon });
  statistics!.dispose();
  return out as tf.Tensor2D;
}
