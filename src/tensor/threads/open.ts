import * as tf from '@tensorflow/tfjs-core';
import { ownKernels } from './stock-kernels.js';
import { ThreadsBackend } from './threads-backend.js';

const backendName = 'threads';

/** Registers the embedded backend with the engine, once: the plain one's kernels, ours in place of the hot ones. */
export function openThreads(): void {
  if (tf.findBackend(backendName) !== null) return;
  tf.copyRegisteredKernels('cpu', backendName);
  for (const [kernelName, run] of Object.entries(ownKernels)) {
    const inherited = (tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined)?.kernelFunc;
    if (inherited !== undefined) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel({ kernelName, backendName, kernelFunc: (args) => run(args as never, inherited) });
  }
  tf.registerBackend(backendName, () => new ThreadsBackend());
}
