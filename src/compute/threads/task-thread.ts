import type { Worker as NodeWorker } from 'node:worker_threads';
import { builtin, HeteroGraphError } from '../../core/index.js';
import type { SharedMemory } from './arena.js';

/** What a thread for tasks is given: the compiled kernels and the memory. */
export interface TaskStart {
  readonly module: object;
  readonly memory: SharedMemory;
}

/** What a thread answers: the arrays that the kernel made, or why it failed. */
export interface TaskAnswer {
  readonly arrays?: Int32Array[];
  readonly trap?: string;
}

/** A thread that runs kernels one after the other and sends their results. */
export interface TaskThread {
  /** @throws {HeteroGraphError} NO_WORKERS */
  run(kernel: number, record: number, input: Int32Array): Promise<TaskAnswer>;
  /** Resolves when the thread is gone. */
  end(): Promise<void>;
}

/** A thread's whole program. Results are copied there and handed over, so that the receiver pays nothing for them. */
const threadProgram = `
function serve({ module, memory }, answer) {
  const { runTask } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  return ({ kernel, record, input }) => {
    const words = (at, length) => new Int32Array(memory.buffer, at >>> 0, length);
    const [inputAt, resultsAt] = words(record, 2);
    words(inputAt, input.length).set(input);
    try { runTask(kernel, record); } catch (error) { return answer({ trap: String(error) }, []); }
    const places = words((resultsAt >>> 0) + 4, 2 * words(resultsAt, 1)[0]);
    const arrays = [];
    for (let i = 0; i < places.length; i += 2) arrays.push(words(places[i], places[i + 1]).slice());
    answer({ arrays }, arrays.map(({ buffer }) => buffer));
  };
}`;

interface Port {
  send(message: object): void;
  /** While tasks are under way, a process of Node must not end. */
  keepAlive(needed: boolean): void;
  end(): Promise<void>;
}

interface Listener {
  onAnswer(answer: TaskAnswer): void;
  onError(reason: string): void;
}

/** Starts a thread. What goes wrong with it is told by {@link TaskThread.run}. */
export function taskThread(start: TaskStart): TaskThread {
  const pending: { resolve(answer: TaskAnswer): void; reject(error: HeteroGraphError): void }[] = [];
  let failure: HeteroGraphError | undefined;
  const fail = (reason: string): void => {
    failure ??= new HeteroGraphError('NO_WORKERS', `A worker thread ended: ${reason}.`, {
      hint: 'Use workers: 0 to work on the calling thread.',
    });
    port?.keepAlive(false);
    for (const { reject } of pending.splice(0)) reject(failure);
  };
  const listener: Listener = {
    onAnswer(answer) {
      pending.shift()!.resolve(answer);
      if (pending.length === 0) port?.keepAlive(false);
    },
    onError: fail,
  };
  let port: Port | undefined;
  try {
    port = openPort(start, listener);
  } catch (error) {
    fail(String(error));
  }
  return {
    run(kernel, record, input) {
      if (failure || !port) return Promise.reject(failure);
      port.keepAlive(true);
      port.send({ kernel, record, input });
      return new Promise((resolve, reject) => pending.push({ resolve, reject }));
    },
    async end() {
      fail('it was closed');
      await port?.end();
    },
  };
}

function openPort(start: TaskStart, listener: Listener): Port {
  const threads = builtin<typeof import('node:worker_threads')>('node:worker_threads');
  return threads ? nodePort(threads.Worker, start, listener) : browserPort(start, listener);
}

function nodePort(Worker: typeof NodeWorker, workerData: TaskStart, { onAnswer, onError }: Listener): Port {
  const program = `${threadProgram}
const { parentPort, workerData } = require('node:worker_threads');
parentPort.on('message', serve(workerData, (answer, transfer) => parentPort.postMessage(answer, transfer)));`;
  const worker = new Worker(program, { eval: true, execArgv: [], workerData });
  worker.on('message', onAnswer);
  worker.on('error', (error) => onError(String(error)));
  worker.on('exit', () => onError('it has exited'));
  worker.unref();
  return {
    send: (message) => worker.postMessage(message),
    keepAlive: (needed) => (needed ? worker.ref() : worker.unref()),
    end: async () => {
      await worker.terminate();
    },
  };
}

function browserPort(start: TaskStart, { onAnswer, onError }: Listener): Port {
  const program = `${threadProgram}
let run;
onmessage = ({ data }) => {
  if (run) run(data);
  else run = serve(data, (answer, transfer) => postMessage(answer, transfer));
};`;
  const url = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.onmessage = ({ data }) => onAnswer(data);
  worker.onerror = (event) => onError(event.message || 'blocked, perhaps by the Content-Security-Policy');
  worker.postMessage(start);
  return {
    send: (message) => worker.postMessage(message),
    keepAlive: () => {},
    end: async () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
