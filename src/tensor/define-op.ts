import * as tf from '@tensorflow/tfjs-core';
import { HeteroGraphError } from '../core/index.js';
import { ensureBackend } from './backend.js';
import type { BackendName } from './backends/names.js';
import { bridged } from './bridge-host.js';
import { deviceKernel } from './device-kernels.js';
import type { KernelHost } from './kernel-host.js';
import type { ThreadsBackend } from './threads-backend.js';

type Named = Readonly<Record<string, tf.Tensor>>;
type Infos = Readonly<Record<string, tf.TensorInfo>>;

/** A differentiable operation of ours. Attributes are any values; the engine only carries them. */
export interface OpDefinition<Attributes> {
  /** Name in the engine's registry, profiles and error messages. */
  readonly name: string;
  forward(host: KernelHost, inputs: Infos, attributes: Attributes): tf.TensorInfo | tf.TensorInfo[];
  /** Inputs and outputs the gradient reads. */
  readonly saves?: { readonly inputs?: readonly string[]; readonly outputs?: readonly boolean[] };
  /** One function per input; only those on the path are called. */
  gradient?(dy: tf.Tensor[], saved: tf.Tensor[], attributes: Attributes): Readonly<Record<string, () => tf.Tensor>>;
}

/** Outputs in the kernel's order. */
export type Op<Attributes> = (inputs: Named, attributes: Attributes) => tf.Tensor[];

/**
 * Makes an operation callable on every backend. It joins the engine's registries at its first call on a backend, so that
 * importing does no work; from then on it is taped, profiled and tidied as any other. Where it runs: a kernel registered for the
 * backend (`registerDeviceKernel`), else `forward` in the arena, in place on `threads` and through the bridge on backends that
 * can be read synchronously.
 *
 * @throws {HeteroGraphError} BACKEND_LACKS_OP (when called) where the backend has neither
 */
export function defineOp<Attributes extends object>(definition: OpDefinition<Attributes>): Op<Attributes> {
  const { name } = definition;
  const registered = new Set<BackendName>();
  return (inputs, attributes) => {
    const { name: backendName } = ensureBackend();
    if (!registered.has(backendName)) {
      registerKernel(definition as unknown as OpDefinition<object>, backendName);
      if (registered.size === 0) registerGradient(definition as unknown as OpDefinition<object>);
      registered.add(backendName);
    }
    const outputs: tf.Tensor | tf.Tensor[] = tf
      .engine()
      .runKernel(name, inputs as tf.NamedTensorMap, attributes as unknown as tf.NamedAttrMap);
    return Array.isArray(outputs) ? outputs : [outputs];
  };
}

function registerKernel(definition: OpDefinition<object>, backendName: BackendName): void {
  const { name } = definition;
  if (tf.getKernel(name, backendName)) tf.unregisterKernel(name, backendName);
  tf.registerKernel({
    kernelName: name,
    backendName,
    kernelFunc: (call) => {
      const inputs = call.inputs as Infos;
      const attributes = (call.attrs ?? {}) as object;
      const backend = call.backend as tf.KernelBackend;
      const own = deviceKernel(backendName, name);
      if (own) return own({ inputs, attributes, backend });
      if (backendName === 'threads') return definition.forward(backend as ThreadsBackend, inputs, attributes);
      if (backendName === 'webgpu') throw lacksOp(name, backendName);
      return bridged(backend, (host) => definition.forward(host, inputs, attributes));
    },
  });
}

function registerGradient({ name, saves, gradient }: OpDefinition<object>): void {
  if (!gradient) return;
  tf.registerGradient({
    kernelName: name,
    inputsToSave: [...(saves?.inputs ?? [])],
    outputsToSave: [...(saves?.outputs ?? [])],
    gradFunc: (dy, saved, attrs) => gradient(Array.isArray(dy) ? dy : [dy], saved, attrs as unknown as object),
  });
}

/** No bridge without synchronous reads. */
function lacksOp(name: string, backendName: BackendName): HeteroGraphError {
  return new HeteroGraphError('BACKEND_LACKS_OP', `The backend ${backendName} has no kernel for ${name}.`, {
    hint: "Use another backend: await setBackend('threads').",
  });
}
