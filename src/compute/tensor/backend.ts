import * as tf from '@tensorflow/tfjs-core';
import { HeteroGraphError } from '../../core/index.js';
import { ownKernels } from './registered/index.js';
import { registerStockGradients } from './stock-gradients.js';
import { ThreadsBackend } from './threads-backend.js';

export const backendName = 'threads';

let ready: ThreadsBackend | undefined;

/** Registers and selects the backend, once. Every entry of this room calls it. */
export function ensureBackend(): ThreadsBackend {
  if (ready === undefined) {
    if (tf.findBackend(backendName) === null) {
      tf.copyRegisteredKernels('cpu', backendName);
      for (const [kernelName, run] of Object.entries(ownKernels)) {
        const inherited = (tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined)?.kernelFunc;
        if (inherited !== undefined) tf.unregisterKernel(kernelName, backendName);
        tf.registerKernel({ kernelName, backendName, kernelFunc: (args) => run(args as never, inherited) });
      }
      tf.registerBackend(backendName, () => new ThreadsBackend());
    }
    registerStockGradients();
    // The factory is synchronous, so the backend is selected when this returns.
    void tf.setBackend(backendName);
    ready = tf.backend() as ThreadsBackend;
  }
  return ready;
}

/**
 * Starts the backend ahead of its first use.
 *
 * @param options.threads expected size of the pool; it is fixed when the pool starts (HETEROGRAPH_THREADS, else one per
 *   processor)
 * @throws {HeteroGraphError} THREADS_FIXED where the pool runs with another number of threads
 */
export async function initTensors(options: { readonly threads?: number } = {}): Promise<void> {
  const { pool } = ensureBackend();
  await tf.ready();
  if (options.threads !== undefined && options.threads !== pool.threads) {
    throw new HeteroGraphError('THREADS_FIXED', `The pool runs with ${pool.threads} threads, not ${options.threads}.`, {
      hint: 'Set HETEROGRAPH_THREADS before the first computation.',
    });
  }
}
