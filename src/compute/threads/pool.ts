import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { HeteroGraphError } from '../../core/index.js';
import { wasmBase64 } from '../assembly/generated/kernels.js';
import { Arena } from './arena.js';
import { type KernelName, kernelIds } from './kernel-ids.js';

/** Byte addresses of the control words; the same as in ../assembly/pool.ts. */
const control = {
  generation: 64,
  next: 128,
  count: 192,
  grain: 196,
  kernel: 200,
  stop: 204,
  running: 256,
  ready: 320,
  failed: 384,
};
const argumentsAt = 1024;
/** Control page, then the compiler's own data (memoryBase 65,536), then the arena. */
const arenaBase = 1 << 20;
const maxWorkers = 64;

/** A worker's whole program: instantiate on the shared memory, then live in `workerLoop`; a trap is flagged, not swallowed. */
const bootstrap = `
const { workerData: { module, memory, index } } = require('node:worker_threads');
const { workerLoop, finish } = new WebAssembly.Instance(module, { env: { memory } }).exports;
for (let resume = 0; ; resume = 1) {
  try { workerLoop(index, resume); break; } catch { Atomics.store(new Int32Array(memory.buffer), ${control.failed / 4}, 1); finish(); }
}`;

interface Exports {
  participate(worker: number): void;
}

/** A kernel argument: integers and pointers as they are, floats wrapped by {@link f32}. */
export type KernelArgument = number | { readonly f32: number };

export function f32(value: number): KernelArgument {
  return { f32: value };
}

/**
 * Fork-join over worker threads that sleep on an atomic in shared memory. The caller takes its share of the chunks, so a
 * kernel is an ordinary synchronous call. Kernels are written so that chunks, not threads, decide every bit.
 */
export class Pool {
  readonly threads: number;
  readonly arena: Arena;
  readonly #exports: Exports;
  readonly #workers: Worker[] = [];
  readonly #words: Int32Array;
  readonly #floats: Float32Array;

  constructor(threads: number) {
    if (!Number.isInteger(threads) || threads < 1 || threads > maxWorkers) {
      throw new HeteroGraphError('INVALID_OPTION', `threads is ${threads}.`, {
        hint: `Use an integer from 1 to ${maxWorkers}.`,
      });
    }
    const memory = new WebAssembly.Memory({ initial: 32, maximum: 65_536, shared: true });
    const module = new WebAssembly.Module(Buffer.from(wasmBase64, 'base64'));
    this.threads = threads;
    this.arena = new Arena(memory, arenaBase);
    this.#exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    this.#words = new Int32Array(memory.buffer, 0, 1024);
    this.#floats = new Float32Array(memory.buffer, 0, 1024);
    for (let index = 1; index < threads; index++) {
      // The process's own flags are not for the bootstrap: --input-type=module would make a module of it, loaders would run in it.
      const worker = new Worker(bootstrap, { eval: true, execArgv: [], workerData: { module, memory, index } });
      worker.unref();
      this.#workers.push(worker);
    }
    this.#awaitWorkers();
  }

  /** Runs a kernel over units 0..count-1, `grain` at a time, and returns when all are done. */
  run(kernel: KernelName, args: readonly KernelArgument[], count: number, grain = 1): void {
    if (count <= 0) return;
    const words = this.#words;
    for (const [i, value] of args.entries()) {
      if (typeof value === 'number') words[argumentsAt / 4 + i] = value;
      else this.#floats[argumentsAt / 4 + i] = value.f32;
    }
    words[control.next / 4] = 0;
    words[control.count / 4] = count;
    words[control.grain / 4] = grain;
    words[control.kernel / 4] = kernelIds[kernel];
    const helpers = count > grain ? this.#workers.length : 0;
    if (helpers === 0) {
      this.#exports.participate(0);
      return;
    }
    Atomics.store(words, control.running / 4, helpers);
    Atomics.add(words, control.generation / 4, 1);
    Atomics.notify(words, control.generation / 4);
    this.#exports.participate(0);
    for (let left = helpers; left > 0; left = Atomics.load(words, control.running / 4)) {
      Atomics.wait(words, control.running / 4, left, 1000);
    }
    if (Atomics.exchange(words, control.failed / 4, 0) !== 0) {
      throw new HeteroGraphError('KERNEL_TRAP', `The kernel ${kernel} trapped in a worker.`, {
        hint: 'This is a defect of the library: please report it.',
      });
    }
  }

  /** Per-worker scratch: `stride` bytes for each thread, freed after `use`. */
  withScratch<T>(stride: number, use: (pointer: number) => T): T {
    const pointer = this.arena.alloc(stride * this.threads);
    try {
      return use(pointer);
    } finally {
      this.arena.free(pointer);
    }
  }

  /** Ends the workers; the pool is of no use afterwards. */
  close(): void {
    Atomics.store(this.#words, control.stop / 4, 1);
    Atomics.add(this.#words, control.generation / 4, 1);
    Atomics.notify(this.#words, control.generation / 4);
    this.#workers.length = 0;
  }

  #awaitWorkers(): void {
    const deadline = performance.now() + 30_000;
    for (;;) {
      const ready = Atomics.load(this.#words, control.ready / 4);
      if (ready >= this.#workers.length) return;
      if (performance.now() > deadline) {
        throw new HeteroGraphError('NO_WORKERS', `Only ${ready} of ${this.#workers.length} worker threads started.`, {
          hint: 'Set HETEROGRAPH_THREADS=1.',
        });
      }
      Atomics.wait(this.#words, control.ready / 4, ready, 100);
    }
  }
}

let shared: Pool | undefined;

/** The process's pool: HETEROGRAPH_THREADS threads, or one per available processor. Started on first use. */
export function getPool(): Pool {
  shared ??= new Pool(threadsFromEnvironment() ?? Math.min(maxWorkers, availableParallelism()));
  return shared;
}

function threadsFromEnvironment(): number | undefined {
  const text = process.env.HETEROGRAPH_THREADS;
  if (text === undefined || text === '') return undefined;
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= maxWorkers) return threads;
  throw new HeteroGraphError('INVALID_OPTION', `HETEROGRAPH_THREADS is "${text}".`, {
    hint: `Use an integer from 1 to ${maxWorkers}.`,
  });
}
