import type { Worker as NodeWorker } from 'node:worker_threads';
import { builtin } from '../../core/index.js';
import type { SharedMemory } from './arena.js';
import { hasRelaxedSimd } from './relaxed-simd.js';

/** What a worker is given. */
export interface WorkerStart {
  /** The compiled kernels, a WebAssembly.Module; named so loosely for users who compile without the types of browsers. */
  readonly module: object;
  readonly memory: SharedMemory;
  /** 1 and up; 0 is the caller. */
  readonly index: number;
  /** Byte address of the word that is set where a kernel traps. */
  readonly failedAt: number;
}

export interface StartedWorker {
  /** Ends the worker, which must be idle. */
  end(): void;
}

/** What the pool needs of the place it runs in. */
export interface ThreadHost {
  /** Logical processors. */
  readonly processors: number;
  /** Why there can be no second thread; undefined where there can. */
  readonly limits: string | undefined;
  /** Are there instructions that multiply and add at once, rounding as the processor does? */
  readonly relaxedSimd: boolean;
  /** May the calling thread sleep on an atomic? A page's main thread may not. */
  readonly maySleep: boolean;
  /** Do workers start while their creator is blocked? In a browser they need its event loop. */
  readonly startsWhileBlocked: boolean;
  start(start: WorkerStart, onError: (reason: string) => void): StartedWorker;
}

/** A worker's whole program: instantiates the kernels on the shared memory and runs `workerLoop`; a trap sets a flag. */
const workerProgram = `
function work({ module, memory, index, failedAt }) {
  const { workerLoop } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  for (let resume = 0; ; resume = 1) {
    try { workerLoop(index, resume); break; } catch { Atomics.store(new Int32Array(memory.buffer), failedAt / 4, 1); }
  }
}`;

/** The host of the thread that calls. */
export function threadHost(): ThreadHost {
  const threads = builtin<typeof import('node:worker_threads')>('node:worker_threads');
  return threads ? nodeHost(threads.Worker) : browserHost();
}

function nodeHost(Worker: typeof NodeWorker): ThreadHost {
  return {
    processors: builtin<typeof import('node:os')>('node:os')?.availableParallelism() ?? 1,
    limits: undefined,
    relaxedSimd: hasRelaxedSimd(),
    maySleep: true,
    startsWhileBlocked: true,
    start(workerData, onError) {
      const program = `${workerProgram}\nwork(require('node:worker_threads').workerData);`;
      // The process's own flags are not for the worker: --input-type=module would make a module of it, loaders would run in it.
      const worker = new Worker(program, { eval: true, execArgv: [], workerData });
      worker.on('error', (error) => onError(String(error)));
      worker.unref();
      // The pool's stop word has been set: the worker returns by itself, and none is cut off in the middle.
      return { end: () => {} };
    },
  };
}

/** A page or a worker of a page. Threads need a page that is cross-origin isolated. */
export function browserHost(): ThreadHost {
  return {
    processors: globalThis.navigator?.hardwareConcurrency ?? 1,
    limits: browserLimits(),
    relaxedSimd: hasRelaxedSimd(),
    maySleep: canSleep(),
    startsWhileBlocked: false,
    start(start, onError) {
      const program = `${workerProgram}\nonmessage = ({ data }) => work(data);`;
      const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
      const worker = new Worker(url);
      worker.onerror = (event) => onError(event.message || 'blocked, perhaps by the Content-Security-Policy');
      worker.postMessage(start);
      return {
        end: () => {
          worker.terminate();
          URL.revokeObjectURL(url);
        },
      };
    },
  };
}

function browserLimits(): string | undefined {
  if (typeof Worker === 'undefined') return 'One thread: there are no workers here.';
  // Some browsers hide SharedArrayBuffer in a page that is not isolated, others only refuse to send it to a worker.
  if (typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated) return undefined;
  return (
    'One thread: the page is not cross-origin isolated, so workers cannot share its memory. Serve it with the headers ' +
    '"Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp".'
  );
}

function canSleep(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false; // The specified answer of a thread that must not block: TypeError.
  }
}
