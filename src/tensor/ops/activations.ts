import type * as tf from '@tensorflow/tfjs-core';
import { type Activation, activationGradientInto, activationInto } from '../../compute/internal.js';
import { defineOp } from '../engine/define-op.js';
import * as gpu from '../webgpu/activations.js';

interface Attributes {
  readonly op: Activation;
}

const gradientOp = defineOp<Attributes>({
  name: 'HeteroActivationGradient',
  webgpu: (backend, { x, dy }, { op }) => gpu.activationGradient(backend, { x: x!, dy: dy! }, op),
  forward(host, { x, dy }, { op }) {
    const dx = host.allocate(x!.shape);
    const at = { x: host.address(x!), dy: host.address(dy!), dx: dx.address };
    activationGradientInto(host.pool, op, at, host.values(dx).length);
    return dx;
  },
});

const activationOp = defineOp<Attributes>({
  name: 'HeteroActivation',
  webgpu: (backend, { x }, { op }) => gpu.activation(backend, x!, op),
  forward(host, { x }, { op }) {
    const out = host.allocate(x!.shape);
    activationInto(host.pool, op, host.address(x!), out.address, host.values(out).length);
    return out;
  },
  saves: { inputs: ['x'] },
  gradient: ([dy], [x], attributes) => ({ x: () => gradientOp({ x: x!, dy: dy! }, attributes)[0]! }),
});

/**
 * x times the normal distribution function of x (Hendrycks and Gimpel 2016): the exact form, by the error function, as torch has it
 * by default. Any shape.
 */
export function gelu<T extends tf.Tensor>(x: T): T {
  return activationOp({ x }, { op: 'gelu' })[0] as T;
}

/** x where it is positive, else e^x - 1 (Clevert et al., ICLR 2016). Any shape. */
export function elu<T extends tf.Tensor>(x: T): T {
  return activationOp({ x }, { op: 'elu' })[0] as T;
}
