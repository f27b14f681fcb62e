import type * as tf from '@tensorflow/tfjs-core';
import type { ThreadsBackend } from './threads-backend.js';

/** What the engine hands to a kernel. */
export interface KernelCall<Inputs, Attributes> {
  readonly inputs: Inputs;
  readonly attrs: Attributes;
  readonly backend: ThreadsBackend;
}

export type Outputs = tf.TensorInfo | tf.TensorInfo[];

/**
 * A kernel of ours under a name of TensorFlow.js. `inherited` is the plain backend's, for the cases (types, ranks,
 * broadcasts) that a training step does not meet.
 */
export type OwnKernel<Inputs = never, Attributes = never> = (
  call: KernelCall<Inputs, Attributes>,
  inherited: tf.KernelFunc,
) => Outputs;

export type Unary = { readonly x: tf.TensorInfo };

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function isFloat(...infos: readonly tf.TensorInfo[]): boolean {
  return infos.every((info) => info.dtype === 'float32');
}

/** The call as the inherited kernel wants it. */
export function inherit(call: KernelCall<unknown, unknown>, inherited: tf.KernelFunc): Outputs {
  return inherited(call as never);
}

/** Non-negative axes, ascending. */
export function axesOf(axis: number | readonly number[] | null | undefined, rank: number): number[] {
  const list =
    axis === null || axis === undefined
      ? Array.from({ length: rank }, (_, i) => i)
      : typeof axis === 'number'
        ? [axis]
        : axis;
  return [...new Set(list.map((a) => (a < 0 ? a + rank : a)))].sort((a, b) => a - b);
}
