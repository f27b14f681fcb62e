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
  /** Byte address of the control block. */
  readonly controlAt: number;
  /** Of its word that is set where a kernel traps. */
  readonly failedAt: number;
  /** Of its word that counts the kernels a leader has run. */
  readonly progressAt: number;
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
  /** Starts the leader of a partition, and a follower, which can be ended at any moment; absent where there are no such workers. */
  lead?(start: WorkerStart, onDone: (trapped: number) => void, onEnd: (reason: string) => void): StartedLeader;
  follow?(start: WorkerStart, onEnd: (reason: string) => void): EndedWorker;
}

export interface EndedWorker {
  /** Resolves when the thread has ended. */
  end(): Promise<void>;
}

export interface StartedLeader extends EndedWorker {
  /** Has kernels run (see `Runner`); `onDone` is told the number of the one that trapped, or -1. */
  send(calls: Int32Array): void;
}

/** Of a kernel's arguments in the control block; the same as in ../assembly/pool.ts. */
export const argumentsAt = 1024;

/** A worker's whole program: instantiate on the shared memory, then live in `workerLoop`; a trap is flagged, not swallowed. */
const live = `
function live({ module, memory, index, controlAt, failedAt }) {
  const { useControl, workerLoop } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  useControl(controlAt);
  for (let resume = 0; ; resume = 1) {
    try { workerLoop(index, resume); break; } catch { Atomics.store(new Int32Array(memory.buffer), failedAt / 4, 1); }
  }
}`;

/** A leader's: kernels as they come in lists, each with the followers, none after one that traps. */
const lead = `
function lead({ module, memory, controlAt, failedAt, progressAt }, port) {
  const { closeJob, openJob, participate, useControl } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  useControl(controlAt);
  const words = new Int32Array(memory.buffer, controlAt, 1024);
  const failed = new Int32Array(memory.buffer, failedAt, 1);
  const progress = new Int32Array(memory.buffer, progressAt, 1);
  const runs = (kernel, count, grain) => {
    const isShared = openJob(kernel, count, grain);
    let trapped = false;
    try { participate(0); } catch { trapped = true; }
    if (isShared) closeJob();
    return Atomics.exchange(failed, 0, 0) === 0 && !trapped;
  };
  port.on('message', (calls) => {
    for (let at = 0; at < calls.length; ) {
      const [kernel, count, grain, length] = calls.subarray(at, at + 4);
      words.set(calls.subarray(at + 4, at + 4 + length), ${argumentsAt / 4});
      at += 4 + length;
      if (!runs(kernel, count, grain)) { port.postMessage(kernel); return; }
      Atomics.add(progress, 0, 1);
    }
    port.postMessage(-1);
  });
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
      const program = `${live}\nlive(require('node:worker_threads').workerData);`;
      // The process's own flags are not for the worker: --input-type=module would make a module of it, loaders would run in it.
      const worker = new Worker(program, { eval: true, execArgv: [], workerData });
      worker.on('error', (error) => onError(String(error)));
      worker.unref();
      // The pool's stop word has been set: the worker returns by itself, and none is cut off in the middle.
      return { end: () => {} };
    },
    lead(workerData, onDone, onEnd) {
      const program = `${lead}\nconst { parentPort, workerData } = require('node:worker_threads');\nlead(workerData, parentPort);`;
      const worker = startEnding(new Worker(program, { eval: true, execArgv: [], workerData }), onEnd);
      worker.thread.on('message', onDone);
      return { send: (calls) => worker.thread.postMessage(calls), end: worker.end };
    },
    follow(workerData, onEnd) {
      const program = `${live}\nlive(require('node:worker_threads').workerData);`;
      return startEnding(new Worker(program, { eval: true, execArgv: [], workerData }), onEnd);
    },
  };
}

/** A worker that is ended wherever it is, and says so when it has ended by itself. */
function startEnding(
  thread: NodeWorker,
  onEnd: (reason: string) => void,
): EndedWorker & { readonly thread: NodeWorker } {
  let reason = 'its thread has ended';
  const ended = new Promise<void>((resolve) => {
    thread.on('exit', () => {
      resolve();
      onEnd(reason);
    });
  });
  thread.on('error', (error) => {
    reason = String(error);
  });
  const end = async () => {
    await thread.terminate();
    await ended;
  };
  return { thread, end };
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
      const program = `${live}\nonmessage = ({ data }) => live(data);`;
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
