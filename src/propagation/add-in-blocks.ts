import type { KernelPool } from '../compute/index.js';
import { blockBytes, copyColumns } from '../compute/internal.js';

/** Of the sums that are kept safe while they change: little beside the tensors, and more than a few kernels' worth of waking up. */
const SAFE_BYTES = 1 << 22;

/** Rows of sums [numRows, width] that are added to. */
export interface Sums {
  /** Arena address. */
  readonly at: number;
  readonly numRows: number;
  readonly width: number;
}

/** An addition on the way: rows that have been added to, for whoever goes on with it. */
export interface Progress {
  done: number;
}

/** What {@link addInBlocks} takes beside the kernels, at most. */
export function safeBytes({ numRows, width }: Pick<Sums, 'numRows' | 'width'>): number {
  return blockBytes(blockRows(numRows, width) * width * 4);
}

/**
 * Runs an addition to rows of sums so that none is added twice, or lost, when its device is: what runs kernels later may end in the midst
 * of one, so there the rows of a block are copied before they change, and put back afterwards if the block was not finished. The
 * pool, which cannot be lost, does all at once.
 *
 * @param add notes one kernel that adds to `count` rows from `from` on; rows may not depend on each other
 */
export async function addInBlocks(
  pool: KernelPool,
  { at, numRows, width }: Sums,
  progress: Progress,
  add: (from: number, count: number) => void,
): Promise<void> {
  const { later, arena } = pool;
  if (!later) {
    add(progress.done, numRows - progress.done);
    progress.done = 0;
    return;
  }
  const step = blockRows(numRows, width);
  const safe = arena.alloc(step * width * 4);
  const first = progress.done;
  const before = later.noted;
  for (let from = first; from < numRows; from += step) {
    const count = Math.min(step, numRows - from);
    copyColumns(pool, at + from * width * 4, width, safe, width, width, count);
    add(from, count);
  }
  try {
    await later.flush();
    progress.done = 0;
  } catch (error) {
    // Two kernels a block: with an even number done the rows of the next one are as they were, or hardly copied.
    const kernels = Math.max(0, later.completed - before);
    progress.done = Math.min(numRows, first + (kernels >> 1) * step);
    if (kernels % 2 === 1) {
      const words = Math.min(step, numRows - progress.done) * width;
      arena.int32(at + progress.done * width * 4, words).set(arena.int32(safe, words));
    }
    throw error;
  } finally {
    arena.free(safe);
  }
}

function blockRows(numRows: number, width: number): number {
  return Math.max(1, Math.min(numRows, Math.floor(SAFE_BYTES / (Math.max(1, width) * 4))));
}
