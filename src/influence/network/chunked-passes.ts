import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';

/** Time that a chunk should take, ms. */
const CHUNK_MS = 20;
const FIRST = 4096;

/**
 * Passes over nodes or edges in chunks, with a return to the event loop after each. The chunks are ordinary calls: a generator
 * that pauses in the loop itself would make it slower.
 */
export class ChunkedPasses {
  readonly #run: RunOptions;
  readonly #numEdges: number;
  readonly #work: number;
  #done = 0;

  /**
   * @param numEdges total that progress is reported in
   * @param work of all passes together, in the unit of their `work`
   */
  constructor(run: RunOptions, numEdges: number, work: number) {
    this.#run = run;
    this.#numEdges = numEdges;
    this.#work = work;
  }

  /**
   * Calls `each` for [0, count) piece by piece, in order.
   *
   * @param work the share of this pass in the whole
   * @throws {HeteroGraphError} ABORTED
   */
  async run(count: number, work: number, each: (from: number, to: number) => void): Promise<void> {
    const { signal } = this.#run;
    for (let from = 0, size = FIRST; from < count; ) {
      const to = Math.min(count, from + size);
      const since = performance.now();
      each(from, to);
      const ms = performance.now() - since;
      size = Math.max(1, Math.floor(Math.min(size * 8, ((to - from) * CHUNK_MS) / Math.max(ms, 0.01))));
      from = to;
      if (from === count && ms < CHUNK_MS / 2) break;
      this.#tell(this.#done + (work * from) / count);
      await yieldToEventLoop();
      throwIfAborted(signal);
    }
    this.#done += work;
  }

  finish(): void {
    this.#tell(this.#work);
  }

  #tell(done: number): void {
    const total = this.#numEdges;
    if (total === 0) return;
    const edges = Math.min(total, Math.floor((total * done) / this.#work));
    this.#run.onProgress?.({ stage: 'network', done: edges, total, unit: 'edges' });
  }
}
