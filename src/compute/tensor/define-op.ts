import * as tf from '@tensorflow/tfjs-core';
import { backendName, ensureBackend } from './backend.js';
import type { KernelHost } from './kernel-host.js';
import type { ThreadsBackend } from './threads-backend.js';

type Named = Readonly<Record<string, tf.Tensor>>;

/** A differentiable operation of ours. Attributes are any values; the engine only carries them. */
export interface OpDefinition<Attributes> {
  /** Name in the engine's registry, profiles and error messages. */
  readonly name: string;
  forward(
    host: KernelHost,
    inputs: Readonly<Record<string, tf.TensorInfo>>,
    attributes: Attributes,
  ): tf.TensorInfo | tf.TensorInfo[];
  /** Inputs and outputs the gradient reads. */
  readonly saves?: { readonly inputs?: readonly string[]; readonly outputs?: readonly boolean[] };
  /** One function per input; only those on the path are called. */
  gradient?(dy: tf.Tensor[], saved: tf.Tensor[], attributes: Attributes): Readonly<Record<string, () => tf.Tensor>>;
}

/** Outputs in the kernel's order. */
export type Op<Attributes> = (inputs: Named, attributes: Attributes) => tf.Tensor[];

/**
 * Makes an operation callable. It joins the engine's registries at its first call, so that importing does no work; from then
 * on it is taped, profiled and tidied as any other.
 */
export function defineOp<Attributes extends object>(definition: OpDefinition<Attributes>): Op<Attributes> {
  const { name } = definition;
  let registered = false;
  return (inputs, attributes) => {
    ensureBackend();
    if (!registered) {
      register(definition as unknown as OpDefinition<object>);
      registered = true;
    }
    const outputs: tf.Tensor | tf.Tensor[] = tf
      .engine()
      .runKernel(name, inputs as tf.NamedTensorMap, attributes as unknown as tf.NamedAttrMap);
    return Array.isArray(outputs) ? outputs : [outputs];
  };
}

function register(definition: OpDefinition<object>): void {
  const { name, saves, gradient } = definition;
  if (tf.getKernel(name, backendName)) tf.unregisterKernel(name, backendName);
  tf.registerKernel({
    kernelName: name,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) =>
      definition.forward(backend as ThreadsBackend, inputs as Record<string, tf.TensorInfo>, (attrs ?? {}) as object),
  });
  if (!gradient) return;
  tf.registerGradient({
    kernelName: name,
    inputsToSave: [...(saves?.inputs ?? [])],
    outputsToSave: [...(saves?.outputs ?? [])],
    gradFunc: (dy, saved, attrs) => gradient(Array.isArray(dy) ? dy : [dy], saved, attrs as unknown as object),
  });
}
