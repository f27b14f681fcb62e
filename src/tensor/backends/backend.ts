import * as tf from '@tensorflow/tfjs-core';
import { getPool, type Pool } from '../../compute/index.js';
import { HeteroGraphError } from '../../core/index.js';
import { openThreads } from '../threads/open.js';
import type { ThreadsBackend } from '../threads/threads-backend.js';
import { openCpu } from './cpu.js';
import { type BackendName, backendOfEnvironment, parseBackend } from './names.js';
import { registerStockGradients } from './stock-gradients.js';
import { openTensorFlow } from './tensorflow.js';
import { openWebGpu } from './webgpu.js';

/** What this room needs to know of the backend in use. */
export interface ActiveBackend {
  readonly name: BackendName;
  /** The engine's object. */
  readonly backend: tf.KernelBackend;
  /** The same, where tensors lie in the arena and may be changed in place. */
  readonly threads: ThreadsBackend | undefined;
  /** The pool our kernels run on, on every backend but `webgpu`. */
  readonly pool: Pool;
}

const open: Readonly<Record<BackendName, () => unknown>> = {
  threads: openThreads,
  cpu: openCpu,
  tensorflow: openTensorFlow,
  webgpu: openWebGpu,
};

let active: ActiveBackend | undefined;

/**
 * The backend in use. The first use starts the one that HETEROGRAPH_BACKEND names, or `threads`. Every entry of this room calls it.
 *
 * @throws {HeteroGraphError} BACKEND_NOT_READY where the environment names a backend that takes an asynchronous start
 */
export function ensureBackend(): ActiveBackend {
  if (active === undefined) {
    const name = backendOfEnvironment() ?? 'threads';
    if (name !== 'threads' && name !== 'cpu') {
      throw new HeteroGraphError('BACKEND_NOT_READY', `HETEROGRAPH_BACKEND is "${name}", which has not been started.`, {
        hint: 'Await initTensors() before the first tensor.',
      });
    }
    open[name]();
    // The factories of these two are synchronous, so the backend is selected when the call returns.
    void tf.setBackend(name);
    active = describe(name);
  }
  return active;
}

/** The backend in use; undefined before the first use. */
export function getBackend(): BackendName | undefined {
  return active?.name;
}

/**
 * Chooses what tensors are computed by. Tensors made before stay readable; parameters belong to the backend they were made on
 * (BACKEND_CHANGED).
 *
 * @param choice `threads`: WebAssembly SIMD on all cores, the default. `tensorflow`: tfjs-node. `webgpu`: Dawn in Node, the
 *   browser's own. `cpu`: plain JavaScript, slow. `auto`: `webgpu` where there is a real GPU, else `threads`.
 * @returns the backend that was selected
 * @throws {HeteroGraphError} BACKEND_UNAVAILABLE saying what is missing and how to get it; INVALID_OPTION
 */
export async function setBackend(choice: BackendName | 'auto'): Promise<BackendName> {
  const requested = parseBackend(choice, 'The backend');
  const name = requested === 'auto' ? await best() : requested;
  await open[name]();
  if (!(await tf.setBackend(name))) {
    throw new HeteroGraphError('BACKEND_UNAVAILABLE', `The backend ${name} did not start.`, {
      hint: 'Run `npx heterograph doctor` to see why.',
    });
  }
  active = describe(name);
  return name;
}

/**
 * Starts the backend ahead of its first use: the one in use, else the one that HETEROGRAPH_BACKEND names, else `threads`.
 *
 * @param options.threads expected size of the pool; it is fixed when the pool starts (HETEROGRAPH_THREADS, else one per
 *   processor)
 * @throws {HeteroGraphError} THREADS_FIXED where the pool runs with another number of threads; and as `setBackend`
 */
export async function initTensors(options: { readonly threads?: number } = {}): Promise<void> {
  if (active === undefined) await setBackend(backendOfEnvironment() ?? 'threads');
  await tf.ready();
  if (options.threads === undefined) return;
  const { pool } = ensureBackend();
  if (options.threads !== pool.threads) {
    throw new HeteroGraphError('THREADS_FIXED', `The pool runs with ${pool.threads} threads, not ${options.threads}.`, {
      hint: 'Set HETEROGRAPH_THREADS before the first computation.',
    });
  }
}

async function best(): Promise<BackendName> {
  try {
    return (await openWebGpu()).isFallback ? 'threads' : 'webgpu';
  } catch (error) {
    if (error instanceof HeteroGraphError && error.code === 'BACKEND_UNAVAILABLE') return 'threads';
    throw error;
  }
}

function describe(name: BackendName): ActiveBackend {
  registerStockGradients();
  const backend = tf.findBackend(name);
  return {
    name,
    backend,
    threads: name === 'threads' ? (backend as ThreadsBackend) : undefined,
    get pool() {
      return getPool();
    },
  };
}
