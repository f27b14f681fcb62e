import * as tf from '@tensorflow/tfjs-core';
import { HeteroGraphError } from '../../core/index.js';
import { ensureBackend } from '../backends/backend.js';
import type { BackendName } from '../backends/names.js';
import type { KernelHost } from '../threads/kernel-host.js';
import type { ThreadsBackend } from '../threads/threads-backend.js';
import { bridged } from './bridge-host.js';
import type { GpuBackend } from './gpu-backend.js';

type Named = Readonly<Record<string, tf.Tensor>>;
type Infos = Readonly<Record<string, tf.TensorInfo>>;

type Outputs = tf.TensorInfo | tf.TensorInfo[];

/** A differentiable operation of ours: everything about it in one place. Attributes are any values, passed through. */
export interface OpDefinition<Attributes> {
  /** Name in the engine's registry, profiles and error messages. */
  readonly name: string;
  /** Computes the outputs in the arena: on `threads` in place, on `cpu` and `tensorflow` on copies of the inputs. */
  forward(host: KernelHost, inputs: Infos, attributes: Attributes): Outputs;
  /** The same in WGSL; without it the operation throws BACKEND_LACKS_OP on `webgpu`. */
  webgpu?(backend: GpuBackend, inputs: Infos, attributes: Attributes): Outputs;
  /** The same by TensorFlow's native library, where that is faster than `forward`. */
  tensorflow?(inputs: Infos, attributes: Attributes): Outputs;
  /** Inputs and outputs the gradient reads. */
  readonly saves?: { readonly inputs?: readonly string[]; readonly outputs?: readonly boolean[] };
  /** One function per input; only those on the path are called. Outputs after the first are for the gradient alone: callers dispose them. */
  gradient?(dy: tf.Tensor[], saved: tf.Tensor[], attributes: Attributes): Readonly<Record<string, () => tf.Tensor>>;
}

/** Outputs in the kernel's order. */
export type Op<Attributes> = (inputs: Named, attributes: Attributes) => tf.Tensor[];

/**
 * Makes an operation callable on every backend. It joins the engine's registries at its first call on a backend, so that
 * importing does no work; from then on it is taped, profiled and tidied as any other.
 *
 * @throws {HeteroGraphError} BACKEND_LACKS_OP (when called) on `webgpu` without a kernel for it
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
      if (backendName === 'threads') return definition.forward(backend as ThreadsBackend, inputs, attributes);
      if (backendName === 'webgpu') {
        if (!definition.webgpu) throw lacksOp(name, backendName);
        return definition.webgpu(backend as GpuBackend, inputs, attributes);
      }
      if (backendName === 'tensorflow' && definition.tensorflow) return definition.tensorflow(inputs, attributes);
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
