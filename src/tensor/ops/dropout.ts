import type * as tf from '@tensorflow/tfjs-core';
import { type Dropout, type MaskArguments, maskArguments, preluInto } from '../../compute/internal.js';
import { defineOp, type Op } from '../engine/define-op.js';

export { type Dropout, type DropoutKey, dropoutKey, maskArguments } from '../../compute/internal.js';

import * as gpu from '../webgpu/layers.js';

const op: Op<MaskArguments> = defineOp<MaskArguments>({
  name: 'HeteroDropout',
  webgpu: (backend, { x }, mask) => gpu.dropout(backend, x!, mask),
  forward(host, { x }, mask) {
    const out = host.allocate(x!.shape);
    const one = host.allocate([1]);
    host.values(one)[0] = 1;
    preluInto(host.pool, host.address(x!), one.address, out.address, host.values(out).length, mask);
    host.disposeIntermediateTensorInfo(one);
    return out;
  },
  // The map is linear and diagonal: the gradient is the same mask.
  gradient: ([dy], _, mask) => ({ x: () => op({ x: dy! }, mask)[0]! }),
});

/** m x with inverted dropout masks m; rate 0 gives x itself. Any shape. */
export function dropout<T extends tf.Tensor>(x: T, options: Dropout): T {
  const mask = maskArguments(options);
  return mask.threshold === 256 ? x : (op({ x }, mask)[0] as T);
}
