import * as z from 'zod/mini';
import { checkOptions, loadBatches, option, throwIfAborted } from '../../core/index.js';
import type { SampledGraph } from '../sampled-graph.js';
import type { Sampler } from '../samplers/sampler.js';
import type { Seeds } from '../seeds.js';

export interface LoadSamplesOptions {
  /** Batches of the epoch. */
  readonly count: number;
  /** Number of the first batch to deliver (0-based); default 0. */
  readonly start?: number;
  readonly seed: number;
  /** Default 0. */
  readonly epoch?: number;
  /**
   * Threads that sample ahead, started for this loop and ended with it, however it ends; 0: the calling thread samples each batch when
   * it is asked for. Content and order do not depend on it. Where threads cannot share memory there are none. Default 1.
   */
  readonly workers?: number;
  /** Batches to have ready or under way, the one in use not counted; default twice the workers. */
  readonly ahead?: number;
  /** Ends the loop with ABORTED. */
  readonly signal?: AbortSignal;
}

export const loadingSchema = {
  workers: z.optional(option.countFrom(0)),
  ahead: z.optional(option.countFrom(0)),
};
const optionsSchema = z.strictObject({
  ...loadingSchema,
  count: option.countFrom(0),
  start: z.optional(option.countFrom(0)),
  seed: option.seed,
  epoch: z.optional(option.countFrom(0)),
  signal: option.runOptions.signal,
});

/**
 * Batches of one epoch, sampled ahead of their use: a loader for `Task.batches`. What is random about a batch follows from (seed, epoch,
 * number of the batch).
 *
 * @param seeds the nodes of a batch by its number; called on this thread, in any order
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; what `Sampler.sample` throws
 * @example
 * for await (const batch of loadSamples(sampler, seedsOf, { count: 100, seed: 1, epoch, workers: 2 })) train(batch);
 */
export async function* loadSamples(
  sampler: Sampler,
  seeds: (batch: number) => Seeds,
  options: LoadSamplesOptions,
): AsyncGenerator<SampledGraph, void, undefined> {
  checkOptions(optionsSchema, options);
  const { workers = 1, signal } = options;
  throwIfAborted(signal);
  const threads = sampler.openThreads(workers);
  try {
    yield* samplesOn(sampler, threads, seeds, options);
  } finally {
    await threads.close();
  }
}

/** The same on threads that are open already. */
export async function* samplesOn(
  sampler: Sampler,
  threads: ReturnType<Sampler['openThreads']>,
  seeds: (batch: number) => Seeds,
  { count, start = 0, seed, epoch = 0, ahead, signal }: LoadSamplesOptions,
): AsyncGenerator<SampledGraph, void, undefined> {
  const load = (batch: number): Promise<SampledGraph> => {
    throwIfAborted(signal);
    return sampler.sampleOn(threads, seeds(batch), { seed, epoch, batch });
  };
  for await (const batch of loadBatches(load, { count, start, ahead: ahead ?? 2 * threads.count })) {
    throwIfAborted(signal);
    yield batch;
  }
}
