import type * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from './backends/names.js';

/** What a kernel of one backend sees of a call. */
export interface DeviceCall<Attributes = object, Backend = tf.KernelBackend> {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attributes: Attributes;
  readonly backend: Backend;
}

export type DeviceKernel<Attributes = object, Backend = tf.KernelBackend> = (
  call: DeviceCall<Attributes, Backend>,
) => tf.TensorInfo | tf.TensorInfo[];

const kernels = new Map<string, DeviceKernel<never, never>>();

/**
 * Gives one of our operations a form of its own on one backend; it goes before the bridge to the kernels in the arena. The
 * operation's gradient stays the same, so the operations it is made of need kernels too.
 *
 * @param opName as in the operation's definition, such as 'HeteroSpmm'
 */
export function registerDeviceKernel<Attributes = object, Backend = tf.KernelBackend>(
  backendName: BackendName,
  opName: string,
  kernel: DeviceKernel<Attributes, Backend>,
): void {
  kernels.set(`${backendName}/${opName}`, kernel as DeviceKernel<never, never>);
}

export function deviceKernel(backendName: BackendName, opName: string): DeviceKernel | undefined {
  return kernels.get(`${backendName}/${opName}`) as DeviceKernel | undefined;
}
