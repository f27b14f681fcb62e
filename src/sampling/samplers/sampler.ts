import { type KernelTask, KernelTasks } from '../../compute/internal.js';
import { HeteroGraphError, isHeteroGraphError } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { capacityFor } from '../memory/capacity.js';
import { Slot } from '../memory/slot.js';
import { type PlacedStructure, placeStructure, type SamplerPlan } from '../memory/structure.js';
import { type SampledGraph, sampledGraph } from '../sampled-graph.js';
import { type BatchKey, randomState, type SeedArrays, type Seeds, seedArrays } from '../seeds.js';
import { SamplerThreads } from './sampler-threads.js';

/**
 * Draws parts of a graph around seeds. Its relations are copied once into the memory of the kernels (8 bytes an edge, 16 with times, and
 * 4 a node and relation; 4 GiB is the most), which all threads read.
 */
export class Sampler {
  readonly graph: HeteroGraph;
  readonly #plan: SamplerPlan;
  #tasks: KernelTasks | undefined;
  readonly #structure: PlacedStructure;
  /** Of the calling thread. */
  #own: Slot | undefined;
  /** Of threads that have ended. */
  #idle: Slot[] = [];

  /** @throws {HeteroGraphError} OUT_OF_MEMORY */
  protected constructor(graph: HeteroGraph, plan: SamplerPlan) {
    this.graph = graph;
    this.#plan = plan;
    this.#tasks = new KernelTasks();
    this.#structure = placeStructure(this.#tasks.arena, graph, plan);
  }

  /**
   * A batch, drawn on the calling thread.
   *
   * @throws {HeteroGraphError} DISPOSED; of the seeds UNKNOWN_TYPE, WRONG_DTYPE, INDEX_OUT_OF_RANGE, MISSING_TIME, SHAPE_MISMATCH;
   *   OUT_OF_MEMORY
   */
  sample(seeds: Seeds, key: BatchKey): SampledGraph {
    return this.#sample(this.#seedArrays(seeds), key);
  }

  /** The same on one of the threads of {@link openThreads}; on the calling thread where there is none. */
  async sampleOn(threads: SamplerThreads, seeds: Seeds, key: BatchKey): Promise<SampledGraph> {
    const arrays = this.#seedArrays(seeds);
    if (threads.count === 0) return this.#sample(arrays, key);
    try {
      return this.#result(await threads.tasks.run((thread) => this.#threadTask(threads, thread, arrays, key)));
    } catch (error) {
      if (isHeteroGraphError(error) && error.code === 'NO_WORKERS') return this.#sample(arrays, key);
      throw error;
    }
  }

  /** Starts threads that sample while the caller goes on; none where threads cannot share memory. Whoever opens them closes them. */
  openThreads(count: number): SamplerThreads {
    return new SamplerThreads(this.#live().open(count), (slots) => this.#idle.push(...slots));
  }

  /** Lets the memory go. A second call does nothing. */
  dispose(): void {
    this.#tasks = undefined;
    this.#own = undefined;
    this.#idle = [];
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #sample(arrays: SeedArrays, key: BatchKey): SampledGraph {
    this.#own = this.#slotFor(arrays, this.#own);
    return this.#result(this.#live().run(this.#task(this.#own, arrays, key)));
  }

  #seedArrays(seeds: Seeds): SeedArrays {
    this.#live();
    return seedArrays(this.graph, seeds, this.#plan.times?.nodes);
  }

  #threadTask(threads: SamplerThreads, thread: number, arrays: SeedArrays, key: BatchKey): KernelTask {
    const slot = this.#slotFor(arrays, threads.slots[thread] ?? this.#idle.pop());
    threads.slots[thread] = slot;
    return this.#task(slot, arrays, key);
  }

  #task({ record }: Slot, { rows, times }: SeedArrays, key: BatchKey): KernelTask {
    const counts = rows.map(({ length }) => length);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const header = 2 + counts.length;
    // Times begin at a multiple of 8 bytes.
    const timesAt = header + total + ((header + total) & 1);
    const input = new Int32Array(times ? timesAt + 2 * total : header + total);
    input.set([...randomState(key), ...counts]);
    let at = header;
    for (const each of rows) {
      input.set(each, at);
      at += each.length;
    }
    if (times) new Float64Array(input.buffer, timesAt * 4, total).set(times);
    return { kernel: this.#plan.kernel, record, input };
  }

  /** Working memory with room for these seeds: that which is held, or a larger one. The thread may still use the one that is held. */
  #slotFor({ rows }: SeedArrays, held: Slot | undefined): Slot {
    const seeds = rows.map(({ length }) => length);
    if (held?.fits(seeds)) return held;
    const wanted = seeds.map((count, t) => {
      const room = held?.capacity.seeds[t] ?? 0;
      return count <= room ? room : Math.max(count, 2 * room);
    });
    const capacity = capacityFor(this.graph, this.#plan, this.#structure.largestRows, wanted);
    return new Slot(this.#live().arena, this.graph, this.#plan, this.#structure, capacity);
  }

  #result(arrays: readonly Int32Array[]): SampledGraph {
    return sampledGraph(this.graph, this.#plan.relations, this.#plan.disjoint, arrays);
  }

  #live(): KernelTasks {
    if (this.#tasks) return this.#tasks;
    throw new HeteroGraphError('DISPOSED', 'The sampler was disposed of.', { hint: 'Make a new one.' });
  }
}
