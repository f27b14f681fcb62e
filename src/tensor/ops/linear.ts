import * as tf from '@tensorflow/tfjs-core';
import { multiplyInto } from '../../compute/internal.js';
import { defineOp } from '../engine/define-op.js';
import { expectShape } from '../engine/shapes.js';
import * as gpu from '../webgpu/layers.js';
import { tensorFlowLinear } from './tensorflow-linear.js';

const op = defineOp({
  name: 'HeteroLinear',
  webgpu: gpu.linear,
  tensorflow: tensorFlowLinear,
  forward(host, { x, weight, bias }) {
    const [m, k] = x!.shape as [number, number];
    const n = weight!.shape[1]!;
    const out = host.allocate([m, n]);
    multiplyInto(host.pool, {
      a: host.address(x!),
      b: host.address(weight!),
      out: out.address,
      m,
      n,
      k,
      transposeA: false,
      transposeB: false,
      bias: host.address(bias!),
    });
    return out;
  },
  saves: { inputs: ['x', 'weight'] },
  gradient: ([dy], [x, weight]) => ({
    x: () => tf.matMul(dy as tf.Tensor2D, weight as tf.Tensor2D, false, true),
    weight: () => tf.matMul(x as tf.Tensor2D, dy as tf.Tensor2D, true, false),
    bias: () => tf.sum(dy!, 0),
  }),
});

/**
 * x [B, in] weight [in, out] + bias [out] -> [B, out].
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor2D {
  expectShape('The input of a linear layer', x, [-1, -1]);
  expectShape('The weight of a linear layer', weight, [x.shape[1]!, -1]);
  expectShape('The bias of a linear layer', bias, [weight.shape[1]!]);
  return op({ x, weight, bias }, {})[0] as tf.Tensor2D;
}
