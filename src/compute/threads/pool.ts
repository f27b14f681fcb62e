import { HeteroGraphError } from '../../core/index.js';
import { controlWords as control, type KernelName, kernelIds } from '../assembly/generated/layout.js';
import { Arena } from './arena.js';
import type { KernelArgument } from './arguments.js';
import { type StartedWorker, type ThreadHost, threadHost } from './host.js';
import { compileKernels } from './module.js';

/** In the gate: workers may enter. Below it, how many are inside. */
const open = 1 << 30;
/**
 * Looks of 30 ns each that a thread takes before it sleeps, 0.2 ms: kernels of a chain follow each other faster than a system wakes a
 * thread (0.05 ms), and one that is woken often starts behind its waker, on the same processor. Linux does so whenever the other
 * virtual processor has been idle long enough to be halted, and its next tick parts the two, after up to 4 ms. So
 * where kernels do follow each other, threads spin for 5 ms: threads that were once put on one processor stay there.
 */
const spinTurns = 6000;
const burstSpinTurns = 150_000;
/** Milliseconds from the end of a kernel to the start of the next that make them a burst. */
const burstGap = 5;
/** Control page, then the compiler's own data (memoryBase 65,536), then the arena. */
const arenaBase = 1 << 20;
const maxWorkers = 64;
const startTimeout = 30_000;

interface Exports {
  participate(worker: number): void;
  spinUntilOut(): void;
}

/**
 * Fork-join over worker threads that wait on an atomic in shared memory. The caller takes its share of the chunks, so a
 * kernel is an ordinary synchronous call, and waits for those workers only that have taken any: one that wakes late finds the
 * gate closed. Kernels are written so that chunks, not threads, decide every bit.
 *
 * Threads that wait spin for 0.2 ms before they sleep, between kernels that follow each other within 5 ms for as long, where
 * there is a processor for each.
 *
 * In Node the workers are there when the constructor returns. A browser starts them only when its event loop gets a turn: until
 * then the pool works on the calling thread alone, with the same bits; `await pool.ready()` waits for them.
 */
export class Pool {
  readonly arena: Arena;
  readonly #host: ThreadHost;
  readonly #exports: Exports;
  readonly #words: Int32Array;
  readonly #floats: Float32Array;
  #workers: StartedWorker[] = [];
  #limits: string | undefined;
  readonly #spins: boolean;
  #ended = -burstGap;
  #started = false;
  #disposed = false;

  /**
   * @param threads 1 to 64, the caller included
   * @param host default: the place of the call, Node or a browser
   * @throws {HeteroGraphError} INVALID_OPTION, NO_WORKERS, OUT_OF_MEMORY
   */
  constructor(threads: number, host: ThreadHost = threadHost()) {
    if (!Number.isInteger(threads) || threads < 1 || threads > maxWorkers) {
      throw new HeteroGraphError('INVALID_OPTION', `threads is ${threads}.`, {
        hint: `Use an integer from 1 to ${maxWorkers}.`,
      });
    }
    this.#host = host;
    this.#limits = host.limits;
    const { module, memory, limit } = compileKernels(host.limits === undefined, host.relaxedSimd);
    this.arena = new Arena(memory, arenaBase, limit);
    this.#exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    this.#words = new Int32Array(memory.buffer, 0, 1024);
    this.#floats = new Float32Array(memory.buffer, 0, 1024);
    this.#spins = threads <= host.processors;
    if (this.#limits !== undefined) return;
    try {
      for (let index = 1; index < threads; index++) {
        const start = { module, memory, index, failedAt: control.failed };
        this.#workers.push(host.start(start, (reason) => this.#workAlone(reason)));
      }
    } catch (error) {
      this.#workAlone(String(error));
    }
    if (host.startsWhileBlocked) this.#awaitWorkers();
  }

  /** Threads that share the work of a kernel, the caller included; 1 where {@link limits} says why. */
  get threads(): number {
    return this.#workers.length + 1;
  }

  /** Why the pool has one thread whatever number was asked for, and what to do about it; undefined where there is no such limit. */
  get limits(): string | undefined {
    return this.#limits;
  }

  /**
   * Do the kernels multiply and add at once (relaxed SIMD)? They are faster and round less often, so their bits differ from those of
   * a pool that does not, on another engine or with HETEROGRAPH_RELAXED_SIMD=0.
   */
  get relaxedSimd(): boolean {
    return this.#host.relaxedSimd;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /**
   * Resolves when every worker takes part. In Node they do from the start. Where they cannot be started it resolves too, with one
   * thread and {@link limits} set. Bits never depend on it.
   */
  async ready(): Promise<void> {
    const deadline = performance.now() + startTimeout;
    while (!this.#disposed && !this.#haveStarted()) {
      if (performance.now() > deadline) this.#workAlone(`not ready after ${startTimeout / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /**
   * Runs a kernel over units 0..count-1, `grain` at a time, and returns when all are done.
   *
   * @param most threads that take part at most, for a kernel whose scratch is too large to have for each; default all
   * @throws {HeteroGraphError} DISPOSED after {@link dispose}; KERNEL_TRAP where the kernel itself fails
   */
  run(kernel: KernelName, args: readonly KernelArgument[], count: number, grain = 1, most = this.threads): void {
    if (this.#disposed) throw disposed(kernel);
    if (count <= 0) return;
    const words = this.#words;
    for (const [i, value] of args.entries()) {
      if (typeof value === 'number') words[control.arguments / 4 + i] = value;
      else this.#floats[control.arguments / 4 + i] = value.f32;
    }
    words[control.next / 4] = 0;
    words[control.count / 4] = count;
    words[control.grain / 4] = grain;
    words[control.most / 4] = most;
    words[control.kernel / 4] = kernelIds[kernel];
    const isShared = count > grain && most > 1 && this.#workers.length > 0 && this.#haveStarted();
    if (isShared) {
      if (this.#spins) {
        const isBurst = performance.now() - this.#ended < burstGap;
        words[control.spin / 4] = isBurst ? burstSpinTurns : spinTurns;
      }
      Atomics.store(words, control.gate / 4, open);
      Atomics.add(words, control.generation / 4, 1);
      Atomics.notify(words, control.generation / 4);
    }
    let trap: unknown;
    try {
      this.#exports.participate(0);
    } catch (cause) {
      trap = cause;
    }
    if (isShared) {
      this.#join();
      this.#ended = performance.now();
    }
    const workerTrapped = Atomics.exchange(words, control.failed / 4, 0) !== 0;
    if (trap !== undefined || workerTrapped) {
      throw new HeteroGraphError('KERNEL_TRAP', `The kernel ${kernel} trapped.`, {
        hint: 'This is a defect of the library: please report it.',
        cause: trap,
      });
    }
  }

  /** Per-worker scratch: `stride` bytes for each thread, freed after `use`, which may run kernels and take scratch itself. */
  withScratch<T>(stride: number, use: (pointer: number) => T): T {
    const pointer = this.arena.alloc(stride * this.threads);
    try {
      return use(pointer);
    } finally {
      this.arena.free(pointer);
    }
  }

  /** Ends the workers; kernels throw DISPOSED afterwards, arrays in the arena stay readable. A second call does nothing. */
  dispose(): void {
    this.#disposed = true;
    this.#endWorkers();
  }

  /** True once every worker waits for work. */
  #haveStarted(): boolean {
    this.#started ||= Atomics.load(this.#words, control.ready / 4) >= this.#workers.length;
    return this.#started;
  }

  /** Lets no more workers in and waits for those inside; a thread that may not sleep spins. */
  #join(): void {
    const words = this.#words;
    const gate = control.gate / 4;
    if (Atomics.and(words, gate, ~open) === open) return;
    this.#exports.spinUntilOut();
    for (let inside = Atomics.load(words, gate); inside !== 0; inside = Atomics.load(words, gate)) {
      if (this.#host.maySleep) Atomics.wait(words, gate, inside, 1000);
    }
  }

  #endWorkers(): void {
    Atomics.store(this.#words, control.stop / 4, 1);
    Atomics.add(this.#words, control.generation / 4, 1);
    Atomics.notify(this.#words, control.generation / 4);
    for (const worker of this.#workers) worker.end();
    this.#workers = [];
  }

  /** After a worker that cannot start, or ends, kernels run on one thread with the same result. Reports come between kernels, never during one. */
  #workAlone(reason: string): void {
    if (this.#disposed || this.#limits !== undefined) return;
    this.#limits = `One thread: a worker failed (${reason}).`;
    this.#endWorkers();
  }

  #awaitWorkers(): void {
    const deadline = performance.now() + startTimeout;
    while (!this.#haveStarted()) {
      const ready = Atomics.load(this.#words, control.ready / 4);
      if (performance.now() > deadline) {
        throw new HeteroGraphError('NO_WORKERS', `Only ${ready} of ${this.#workers.length} worker threads started.`, {
          hint: 'Set HETEROGRAPH_THREADS=1.',
        });
      }
      Atomics.wait(this.#words, control.ready / 4, ready, 100);
    }
  }
}

function disposed(what: string): HeteroGraphError {
  return new HeteroGraphError('DISPOSED', `The pool that should run ${what} was disposed of.`, {
    hint: 'Make a new pool, or leave the option out to use the default one.',
  });
}

let shared: Pool | undefined;

/** The process's (or page's) pool: HETEROGRAPH_THREADS threads, or one per available processor. Started on first use. */
export function getPool(): Pool {
  if (shared === undefined || shared.disposed) shared = new Pool(defaultThreads());
  return shared;
}

/** Threads that {@link getPool} has, or would start. */
export function poolThreads(): number {
  return shared === undefined || shared.disposed ? defaultThreads() : shared.threads;
}

/** A pool whose workers take part from the first kernel on, in browsers too. Default: as many threads as {@link getPool}. */
export async function openPool(threads = defaultThreads()): Promise<Pool> {
  const pool = new Pool(threads);
  await pool.ready();
  return pool;
}

function defaultThreads(): number {
  return threadsFromEnvironment() ?? Math.max(1, Math.min(maxWorkers, threadHost().processors));
}

function threadsFromEnvironment(): number | undefined {
  const text = typeof process === 'undefined' ? undefined : process.env?.HETEROGRAPH_THREADS;
  if (text === undefined || text === '') return undefined;
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= maxWorkers) return threads;
  throw new HeteroGraphError('INVALID_OPTION', `HETEROGRAPH_THREADS is "${text}".`, {
    hint: `Use an integer from 1 to ${maxWorkers}.`,
  });
}
