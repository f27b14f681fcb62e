import { HeteroGraphError } from '../../core/index.js';
import { type KernelName, kernelIds } from '../assembly/generated/layout.js';
import { Arena } from './arena.js';
import { threadHost } from './host.js';
import { compileKernels } from './module.js';
import { type TaskThread, taskThread } from './task-thread.js';

const arenaBase = 1 << 20;

/**
 * One call of a kernel that makes arrays. The record's first word is the address that the input is copied to, its second one that of
 * the results: how many arrays, then address and length in words of each.
 */
export interface KernelTask {
  readonly kernel: KernelName;
  /** Address of the record. A record serves one thread. */
  readonly record: number;
  /** Words. */
  readonly input: Int32Array;
}

/**
 * Kernels of one unit over a memory of their own, called here or on threads that work while the caller goes on. (A `Pool` shares one
 * kernel's units among threads, and its caller waits.) The memory goes when nothing refers to it any more; {@link TaskThreads} are
 * closed by their owner.
 */
export class KernelTasks {
  readonly arena: Arena;
  readonly #module: WebAssembly.Module;
  readonly #runTask: (kernel: number, record: number) => void;
  readonly #canShare: boolean;

  /** @throws {HeteroGraphError} OUT_OF_MEMORY */
  constructor() {
    const { limits, relaxedSimd } = threadHost();
    this.#canShare = limits === undefined;
    const { module, memory, limit } = compileKernels(this.#canShare, relaxedSimd);
    this.#module = module;
    this.arena = new Arena(memory, arenaBase, limit);
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    this.#runTask = instance.exports.runTask as (kernel: number, record: number) => void;
  }

  /**
   * Runs a kernel on the calling thread. Every array is a copy of its own.
   *
   * @throws {HeteroGraphError} KERNEL_TRAP
   */
  run({ kernel, record, input }: KernelTask): Int32Array[] {
    const [inputAt, resultsAt] = this.arena.int32(record, 2) as unknown as [number, number];
    this.arena.int32(inputAt >>> 0, input.length).set(input);
    try {
      this.#runTask(kernelIds[kernel], record);
    } catch (cause) {
      throw trapped(kernel, cause);
    }
    const results = this.arena.int32(resultsAt >>> 0, 1)[0]!;
    const places = this.arena.int32((resultsAt >>> 0) + 4, 2 * results);
    return Array.from({ length: results }, (_, i) =>
      this.arena.int32(places[2 * i]! >>> 0, places[2 * i + 1]!).slice(),
    );
  }

  /** Starts threads; none where threads cannot share memory. */
  open(count: number): TaskThreads {
    const start = { module: this.#module, memory: this.arena.memory };
    return new TaskThreads(Array.from({ length: this.#canShare ? count : 0 }, () => taskThread(start)));
  }
}

/** Threads that run tasks one after the other, each its own. */
export class TaskThreads {
  readonly #threads: readonly TaskThread[];
  readonly #waiting: number[];

  constructor(threads: readonly TaskThread[]) {
    this.#threads = threads;
    this.#waiting = threads.map(() => 0);
  }

  get count(): number {
    return this.#threads.length;
  }

  /**
   * Runs a task on the thread with the fewest of them.
   *
   * @param task given the number of the thread, 0 and up
   * @throws {HeteroGraphError} KERNEL_TRAP; NO_WORKERS where the thread could not be started, or has ended
   */
  async run(task: (thread: number) => KernelTask): Promise<Int32Array[]> {
    const thread = this.#waiting.indexOf(Math.min(...this.#waiting));
    const { kernel, record, input } = task(thread);
    this.#waiting[thread]!++;
    try {
      const { arrays, trap } = await this.#threads[thread]!.run(kernelIds[kernel], record, input);
      if (arrays) return arrays;
      throw trapped(kernel, trap);
    } finally {
      this.#waiting[thread]!--;
    }
  }

  /** Ends the threads; resolves when they are gone. Tasks under way are rejected (NO_WORKERS). */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }
}

function trapped(kernel: string, cause: unknown): HeteroGraphError {
  return new HeteroGraphError('KERNEL_TRAP', `The kernel ${kernel} trapped.`, {
    hint: 'This is a defect of the library: please report it.',
    cause,
  });
}
