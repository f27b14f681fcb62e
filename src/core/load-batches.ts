import { expectArgument } from './expect.js';
export interface LoadBatchesOptions<Batch> {
  /** Batches in the epoch. */
  readonly count: number;
  /** Number of the first batch to deliver (0-based); default 0. */
  readonly start?: number;
  /** Batches to load at the same time, the one in use not counted; default 2. */
  readonly ahead?: number;
  /** Frees a batch that was loaded ahead and is not used, because training stopped. */
  readonly dispose?: (batch: Batch) => void;
}

/**
 * An asynchronous loader for `Task.batches`: calls `load(batch number)` for several batches at a time while earlier ones
 * are trained on, and delivers them in order, whichever is ready first. Every random choice in `load` must follow from
 * (seed, epoch, batch number); then content and order do not depend on timing, and a resumed epoch is the same.
 *
 * @example
 * batches: ({ seed, epoch, start }) =>
 *   loadBatches((batch) => sampler.sample(new RandomStream(seed, 'batch', epoch, batch)), { count: 100, start })
 */
export async function* loadBatches<Batch>(
  load: (batch: number) => Promise<Batch> | Batch,
  options: LoadBatchesOptions<Batch>,
): AsyncGenerator<Batch, void, undefined> {
  expectArgument(load, 'function', 'load');
  expectArgument(options, 'object', 'options');
  const { count, start = 0, ahead = 2, dispose } = options;
  const pending: Promise<Batch>[] = [];
  let next = start;
  const fill = (): void => {
    while (next < count && pending.length <= ahead) {
      const batch = next++;
      const loading = Promise.resolve().then(() => load(batch));
      // An error is thrown when the batch's turn comes; until then it must not count as unhandled.
      loading.catch(() => undefined);
      pending.push(loading);
    }
  };
  try {
    for (fill(); pending.length > 0; fill()) {
      const batch = await pending[0]!;
      pending.shift();
      fill();
      yield batch;
    }
  } finally {
    for (const loading of await Promise.allSettled(pending)) {
      if (loading.status === 'fulfilled') dispose?.(loading.value);
    }
  }
}
