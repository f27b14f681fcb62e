import type * as tf from '@tensorflow/tfjs-core';
import type { MaskArguments } from '../../compute/internal.js';
import { preluGradientInto, preluInto } from '../../compute/internal.js';
import { HeteroGraphError } from '../../core/index.js';
import { defineOp } from '../engine/define-op.js';
import * as gpu from '../webgpu/layers.js';
import { type Dropout, maskArguments } from './dropout.js';

const gradientOp = defineOp<MaskArguments>({
  name: 'HeteroPreluGradient',
  webgpu: gpu.preluGradient,
  forward(host, { x, slope, dy }, mask) {
    const dx = host.allocate(x!.shape);
    const n = host.values(dx).length;
    const addresses = {
      x: host.address(x!),
      slope: host.address(slope!),
      dy: host.address(dy!),
      dx: dx.address,
    };
    const gradient = preluGradientInto(host.pool, { ...addresses, n }, mask);
    const dSlope = host.allocate(slope!.shape);
    host.values(dSlope)[0] = gradient;
    return [dx, dSlope];
  },
});

const op = defineOp<MaskArguments>({
  name: 'HeteroPrelu',
  webgpu: gpu.preluForward,
  forward(host, { x, slope }, mask) {
    const out = host.allocate(x!.shape);
    const n = host.values(out).length;
    preluInto(host.pool, host.address(x!), host.address(slope!), out.address, n, mask);
    return out;
  },
  saves: { inputs: ['x', 'slope'] },
  gradient([dy], [x, slope], mask) {
    const [dx, dSlope] = gradientOp({ x: x!, slope: slope!, dy: dy! }, mask) as [tf.Tensor, tf.Tensor];
    return { x: () => dx, slope: () => dSlope };
  },
});

/**
 * PReLU with one slope, then inverted dropout, in one pass forward and one back: x [B, H] -> [B, H].
 *
 * @param slope one value: shape [] or [1]
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function preluDropout(x: tf.Tensor, slope: tf.Tensor, dropout?: Dropout): tf.Tensor2D {
  if (slope.size !== 1) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `A slope of shape [${slope.shape}] is given; it must be one value.`);
  }
  return op({ x, slope }, maskArguments(dropout))[0] as tf.Tensor2D;
}
