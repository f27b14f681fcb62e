import { HeteroGraphError } from '../../core/index.js';
import { CallList, type Runner } from './call-list.js';
import { kernelIds } from './kernel-ids.js';
import type { KernelPool } from './kernel-pool.js';
import type { Pool } from './pool.js';

/**
 * A part of the processors that runs kernels on a pool's memory beside the calling thread, so that two partitions work at once: a leader,
 * which takes lists of kernels, and its followers, all of them workers. The bits are those of the pool.
 *
 * Once a worker has ended, whatever ended it, the others are ended too, and when none can write any more what runs fails with
 * DEVICE_LOST.
 */
export class Partition implements Runner {
  readonly threads: number;
  readonly #pool: Pool;
  readonly #workers: { end(): Promise<void> }[] = [];
  readonly #leader: { send(calls: Int32Array): void };
  /** Kernels of the present list that have run: told by the leader as it goes, so that it is known where it ended. */
  readonly #progress: Int32Array;
  #completed = 0;
  readonly #release: () => void;
  #isOpen = true;
  #ended: Promise<void> | undefined;
  #reason = 'it is closed';
  #isInUse = false;
  #running: { resolve(): void; reject(error: unknown): void } | undefined;

  /**
   * @param threads of this partition, from 1
   * @throws {HeteroGraphError} NO_WORKERS where there are no threads that share memory, or too many partitions
   */
  constructor(pool: Pool, threads: number) {
    this.#pool = pool;
    this.threads = threads;
    const { host, start, release } = pool.forPartition(threads - 1);
    this.#release = release;
    this.#progress = new Int32Array(start.memory.buffer, start.progressAt, 1);
    const onEnd = (reason: string) => void this.#end(reason);
    try {
      const leader = host.lead!({ ...start, index: 0 }, (kernel) => this.#answer(kernel), onEnd);
      this.#leader = leader;
      this.#workers.push(leader);
      for (let index = 1; index < threads; index++) this.#workers.push(host.follow!({ ...start, index }, onEnd));
    } catch (cause) {
      // Nobody holds the partition who could close it: its first workers would keep the process alive.
      void this.#end('a worker could not be started');
      throw new HeteroGraphError('NO_WORKERS', 'The workers of a partition could not be started.', {
        hint: "Use the pool as one device: devices: 'threads'.",
        cause,
      });
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get completed(): number {
    return this.#isOpen ? Atomics.load(this.#progress, 0) : this.#completed;
  }

  /**
   * Gives `use` a pool whose kernels run here, with so much scratch; resolves when all have run. One at a time.
   *
   * @throws {HeteroGraphError} PARTITION_BUSY, DEVICE_LOST, KERNEL_TRAP, OUT_OF_MEMORY; and what `use` throws
   */
  async use<T>(scratchBytes: number, use: (pool: KernelPool) => T | Promise<T>): Promise<T> {
    if (this.#isInUse) {
      throw new HeteroGraphError('PARTITION_BUSY', 'The partition runs the kernels of another call.', {
        hint: 'Await that call first, or make a second partition.',
      });
    }
    this.#isInUse = true;
    try {
      return await this.#use(scratchBytes, use);
    } finally {
      this.#isInUse = false;
    }
  }

  async #use<T>(scratchBytes: number, use: (pool: KernelPool) => T | Promise<T>): Promise<T> {
    if (!this.#isOpen) throw await this.#lost();
    const { arena } = this.#pool;
    // Rounded down: blocks in it are multiples of the alignment.
    const bytes = Math.floor(scratchBytes / 64) * 64;
    const at = bytes > 0 ? arena.alloc(bytes, 0) : 0;
    try {
      const list = new CallList(arena, { at, bytes }, this);
      const result = await use(list);
      await list.flush();
      return result;
    } finally {
      // Whoever still runs writes into it.
      if (!this.#isOpen) await this.#ended;
      if (bytes > 0) arena.free(at);
    }
  }

  /** Ends the workers, wherever they are; resolves when they have ended. Closing twice does nothing. */
  close(): Promise<void> {
    return this.#end('it is closed');
  }

  /** For the list that {@link use} gives. */
  send(calls: Int32Array): Promise<void> {
    if (this.#isOpen) Atomics.store(this.#progress, 0, 0);
    else this.#completed = 0;
    return new Promise((resolve, reject) => {
      if (!this.#isOpen) {
        void this.#lost().then(reject);
        return;
      }
      this.#running = { resolve, reject };
      this.#leader.send(calls);
    });
  }

  /** @param kernel the number of one that trapped; -1 where all went well */
  #answer(kernel: number): void {
    const running = this.#running;
    // Where a worker has ended, the rest is told when all have.
    if (!this.#isOpen) return;
    this.#running = undefined;
    if (kernel < 0) {
      running?.resolve();
      return;
    }
    const name = Object.entries(kernelIds).find(([, id]) => id === kernel)?.[0];
    running?.reject(
      new HeteroGraphError('KERNEL_TRAP', `The kernel ${name} trapped.`, {
        hint: 'This is a defect of the library: please report it.',
      }),
    );
  }

  #end(reason: string): Promise<void> {
    if (this.#ended) return this.#ended;
    this.#isOpen = false;
    this.#reason = reason;
    this.#ended = Promise.all(this.#workers.map((worker) => worker.end())).then(() => {
      this.#completed = Atomics.load(this.#progress, 0);
      this.#release();
      const running = this.#running;
      this.#running = undefined;
      running?.reject(lost(this.#reason));
    });
    return this.#ended;
  }

  async #lost(): Promise<HeteroGraphError> {
    await this.#ended;
    return lost(this.#reason);
  }
}

function lost(reason: string): HeteroGraphError {
  return new HeteroGraphError('DEVICE_LOST', `A partition of the processors was lost: ${reason}.`, {
    hint: 'Run again.',
  });
}
