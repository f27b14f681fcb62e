import type * as tf from '@tensorflow/tfjs-core';
import { HeteroGraphError } from '../../core/index.js';
import type { MaskArguments } from '../kernels/dropout-mask.js';
import { preluGradientInto, preluInto } from '../kernels/prelu.js';
import { defineOp } from './define-op.js';
import { type Dropout, maskArguments } from './dropout.js';

const gradientOp = defineOp<MaskArguments>({
  name: 'ThreadsPreluGradient',
  forward(backend, { x, slope, dy }, mask) {
    const dx = backend.allocate(x!.shape);
    const n = backend.values(dx).length;
    const addresses = {
      x: backend.address(x!),
      slope: backend.address(slope!),
      dy: backend.address(dy!),
      dx: dx.address,
    };
    const gradient = preluGradientInto(backend.pool, { ...addresses, n }, mask);
    const dSlope = backend.allocate(slope!.shape);
    backend.values(dSlope)[0] = gradient;
    return [dx, dSlope];
  },
});

const op = defineOp<MaskArguments>({
  name: 'ThreadsPrelu',
  forward(backend, { x, slope }, mask) {
    const out = backend.allocate(x!.shape);
    const n = backend.values(out).length;
    preluInto(backend.pool, backend.address(x!), backend.address(slope!), out.address, n, mask);
    return out;
  },
  saves: { inputs: ['x', 'slope'] },
  gradient([dy], [x, slope], mask) {
    const [dx, dSlope] = gradientOp({ x: x!, slope: slope!, dy: dy! }, mask) as [tf.Tensor, tf.Tensor];
    return { x: () => dx.clone(), slope: () => dSlope.clone() };
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
    throw new HeteroGraphError('SHAPE_MISMATCH', `A slope of shape [${slope.shape}] is given, wanted is one value.`);
  }
  return op({ x, slope }, maskArguments(dropout))[0] as tf.Tensor2D;
}
