import type * as tf from '@tensorflow/tfjs-core';
import { type AdamStep, adamInto } from '../kernels/adam.js';
import { defineOp } from './define-op.js';

const op = defineOp<AdamStep>({
  name: 'HeteroAdamStep',
  forward(host, { parameter, gradient, m, v }, attributes) {
    const outputs = [parameter!, m!, v!].map((from) => {
      const out = host.allocate(from.shape);
      host.values(out).set(host.values(from));
      return out;
    });
    const [newParameter, newM, newV] = outputs;
    const arrays = {
      parameter: newParameter!.address,
      gradient: host.address(gradient!),
      m: newM!.address,
      v: newV!.address,
      n: host.values(newM!).length,
    };
    adamInto(host.pool, arrays, attributes);
    return outputs;
  },
});

export interface AdamTensors {
  readonly parameter: tf.Tensor;
  readonly m: tf.Tensor;
  readonly v: tf.Tensor;
}

/** One step of Adam as new tensors, for backends whose tensors do not change; arithmetic as in `adamInto`. */
export function adamStep(from: AdamTensors, gradient: tf.Tensor, step: AdamStep): AdamTensors {
  const [parameter, m, v] = op({ ...from, gradient }, step) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return { parameter, m, v };
}
