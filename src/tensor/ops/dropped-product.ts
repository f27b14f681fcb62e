import * as tf from '@tensorflow/tfjs-core';
import {
  canSkipDropped,
  type Dropout,
  keptLeftInto,
  keptProductInto,
  keptRightInto,
  type MaskArguments,
  maskArguments,
} from '../../compute/internal.js';
import { ensureBackend } from '../backends/backend.js';
import { defineOp } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import type { KernelHost } from '../threads/kernel-host.js';

type Infos = Readonly<Record<string, tf.TensorInfo>>;

function productOf(host: KernelHost, { x, weight }: Infos, mask: MaskArguments) {
  const [m, k] = x!.shape as [number, number];
  return { x: host.address(x!), m, k, n: weight!.shape[1]!, mask };
}

const leftOp = defineOp<MaskArguments>({
  name: 'HeteroDroppedProductLeft',
  forward(host, inputs, mask) {
    const dx = host.allocate(inputs.x!.shape);
    const [weight, dy] = [host.address(inputs.weight!), host.address(inputs.dy!)];
    keptLeftInto(host.pool, productOf(host, inputs, mask), weight, dy, dx.address);
    return dx;
  },
});

const rightOp = defineOp<MaskArguments>({
  name: 'HeteroDroppedProductRight',
  forward(host, inputs, mask) {
    const dWeight = host.allocate(inputs.weight!.shape);
    keptRightInto(host.pool, productOf(host, inputs, mask), host.address(inputs.dy!), dWeight.address);
    return dWeight;
  },
});

const op = defineOp<MaskArguments>({
  name: 'HeteroDroppedProduct',
  forward(host, inputs, mask) {
    const out = host.allocate([inputs.x!.shape[0]!, inputs.weight!.shape[1]!]);
    keptProductInto(host.pool, productOf(host, inputs, mask), host.address(inputs.weight!), out.address);
    return out;
  },
  saves: { inputs: ['x', 'weight'] },
  gradient: ([dy], [x, weight], mask) => ({
    x: () => leftOp({ x: x!, weight: weight!, dy: dy! }, mask)[0]!,
    weight: () => rightOp({ x: x!, weight: weight!, dy: dy! }, mask)[0]!,
  }),
});

/**
 * The matrix product of x [M, K], which {@link dropout} with these options gave, and a weight [K, N]. What was dropped is not multiplied
 * where that is quicker: on `threads`, K a multiple of 16, a rate of 0.375 at least; else it is a plain product. The gradient by x is then
 * 0 where x was dropped; the gradient of the dropout before it is 0 there in any case.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 */
export function matMulDropped(x: tf.Tensor2D, weight: tf.Tensor2D, options: Dropout): tf.Tensor2D {
  expectShape('The left factor', x, [-1, -1]);
  expectShape('The right factor', weight, [x.shape[1], -1]);
  const mask = maskArguments(options);
  const { threads } = ensureBackend();
  if (!threads || !canSkipDropped(mask, x.shape[0], x.shape[1], weight.shape[1])) return tf.matMul(x, weight);
  return op({ x, weight }, mask)[0] as tf.Tensor2D;
}
