import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, RandomStream, throwIfAborted } from '../../core/index.js';
import type { SampledGraph } from '../sampled-graph.js';
import type { Sampler } from '../samplers/sampler.js';
import type { Seeds } from '../seeds.js';
import { loadingSchema, samplesOn } from './load-samples.js';

/** How batches are loaded. */
export interface LoaderOptions {
  /** Threads that sample ahead; 0: the calling thread samples. Batches do not depend on it. Default 1. */
  readonly workers?: number;
  /** Batches to have ready or under way, the one in use not counted; default twice the workers. */
  readonly ahead?: number;
  /** Keeps the threads from one epoch to the next, until `dispose`; default false: they end with the loop. */
  readonly persistentWorkers?: boolean;
}

/** Which epoch: what a `Task` is asked for. */
export interface EpochRequest {
  readonly seed: number;
  readonly epoch: number;
  /** Number of the first batch to deliver (0-based), after a resume; default 0. */
  readonly start?: number;
  /** Ends the loop with ABORTED. */
  readonly signal?: AbortSignal;
}

export const loaderSchema = { ...loadingSchema, persistentWorkers: z.optional(z.boolean('true or false')) };
const requestSchema = z.strictObject({
  seed: option.seed,
  epoch: option.countFrom(0),
  start: z.optional(option.countFrom(0)),
  signal: option.runOptions.signal,
});

/** The batches of epochs, given the seeds of each. */
export abstract class BatchLoader {
  /** Batches of an epoch. */
  abstract readonly numBatches: number;
  protected readonly sampler: Sampler;
  readonly #options: LoaderOptions;
  #kept: ReturnType<Sampler['openThreads']> | undefined;
  #disposed = false;

  protected constructor(sampler: Sampler, options: LoaderOptions) {
    this.sampler = sampler;
    this.#options = options;
  }

  /** The seeds of an epoch's batches. All that is random follows from the request. */
  protected abstract seedsOf(request: EpochRequest): (batch: number) => Seeds;

  /** What is delivered for a sampled graph. */
  protected deliver(batch: SampledGraph): SampledGraph {
    return batch;
  }

  /**
   * The batches of an epoch in order. The same request gives the same batches, whatever the number of threads.
   *
   * @throws {HeteroGraphError} INVALID_OPTION, ABORTED, DISPOSED, OUT_OF_MEMORY
   */
  async *batches(request: EpochRequest): AsyncGenerator<SampledGraph, void, undefined> {
    checkOptions(requestSchema, request);
    throwIfAborted(request.signal);
    if (this.#disposed) {
      throw new HeteroGraphError('DISPOSED', 'The loader was disposed of.', { hint: 'Make a new one.' });
    }
    const { workers = 1, ahead, persistentWorkers } = this.#options;
    const threads = this.#kept ?? this.sampler.openThreads(workers);
    if (persistentWorkers) this.#kept = threads;
    try {
      const options = { ...request, ahead, count: this.numBatches };
      for await (const batch of samplesOn(this.sampler, threads, this.seedsOf(request), options)) {
        yield this.deliver(batch);
      }
    } finally {
      if (!persistentWorkers) await threads.close();
    }
  }

  /** Ends threads that were kept. The sampler stays usable. A second call does nothing. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const kept = this.#kept;
    this.#kept = undefined;
    await kept?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }
}

export interface NodeLoaderOptions extends LoaderOptions {
  readonly nodeType: string;
  /** Nodes to go through. */
  readonly rows: Int32Array;
  /** Seeds of a batch; default 1024. */
  readonly batchSize?: number;
  /** Draws a new order of the rows for every epoch; default true. */
  readonly shuffle?: boolean;
  /** Leaves out a last batch that is smaller than the others; default false. */
  readonly dropLast?: boolean;
  /** Time of every row, for a time-aware sampler; default the nodes' own times. */
  readonly times?: ArrayLike<number>;
}

const optionsSchema = z.strictObject({
  ...loaderSchema,
  nodeType: z.string('the name of a node type'),
  rows: option.rows,
  batchSize: z.optional(option.count),
  shuffle: z.optional(z.boolean('true or false')),
  dropLast: z.optional(z.boolean('true or false')),
  times: z.optional(
    z.custom<ArrayLike<number>>((value) => ArrayBuffer.isView(value) || Array.isArray(value), 'numbers'),
  ),
});

/**
 * Goes through nodes of one type in batches, each sampled with its neighbourhood.
 *
 * @example
 * const loader = new NodeLoader(new NeighbourSampler(graph, { fanouts: [15, 10] }), { nodeType: 'paper', rows: split.train });
 * for await (const batch of loader.batches({ seed: 1, epoch: 1 })) {
 *   const x = gatherFeatures(graph, 'paper', batch.nodes.get('paper')!);
 * }
 */
export class NodeLoader extends BatchLoader {
  readonly numBatches: number;
  readonly #nodeType: string;
  readonly #rows: Int32Array;
  readonly #times: ArrayLike<number> | undefined;
  readonly #batchSize: number;
  readonly #shuffle: boolean;

  /** @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, WRONG_DTYPE, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH */
  constructor(sampler: Sampler, options: NodeLoaderOptions) {
    checkOptions(optionsSchema, options);
    const { nodeType, rows, batchSize = 1024, shuffle = true, dropLast = false, times } = options;
    checkRows(rows, sampler.graph.numNodes(nodeType), 'rows', { type: nodeType });
    if (times && times.length !== rows.length) {
      throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${times.length} times for ${rows.length} rows.`, {
        type: nodeType,
        hint: 'Give a time for every row, in the order of the rows.',
      });
    }
    super(sampler, options);
    this.#nodeType = nodeType;
    this.#rows = rows;
    this.#times = times;
    this.#batchSize = batchSize;
    this.#shuffle = shuffle;
    this.numBatches = dropLast ? Math.floor(rows.length / batchSize) : Math.ceil(rows.length / batchSize);
  }

  protected seedsOf({ seed, epoch }: EpochRequest): (batch: number) => Seeds {
    const rows = this.#rows;
    const order = this.#shuffle ? new RandomStream(seed, 'order of rows', epoch).permutation(rows.length) : undefined;
    const pick = <T>(batch: number, at: (position: number) => T): T[] => {
      const first = batch * this.#batchSize;
      const length = Math.min(this.#batchSize, rows.length - first);
      return Array.from({ length }, (_, i) => at(order ? order[first + i]! : first + i));
    };
    const times = this.#times;
    return (batch) => ({
      rows: { [this.#nodeType]: Int32Array.from(pick(batch, (position) => rows[position]!)) },
      ...(times ? { times: { [this.#nodeType]: pick(batch, (position) => times[position]!) } } : {}),
    });
  }
}
