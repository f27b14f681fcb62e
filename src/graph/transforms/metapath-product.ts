import {
  type Csr,
  HeteroGraphError,
  type RunOptions,
  throwIfAborted,
  type WeightedCsr,
  yieldToEventLoop,
} from '../../core/index.js';
import { ChainWalker } from './chain-walker.js';
import { RowChooser } from './row-chooser.js';

export interface ProductOptions extends RunOptions {
  /** Entries kept of a row: the largest counts, of equal ones the lowest columns; default all. */
  readonly maxPerRow: number;
  readonly maxBytes: number;
}

/** Steps of a path between two checks of the signal. */
const STEPS_PER_CHECK = 1 << 21;

/** Bytes of an entry of the result: column and count. */
const ENTRY_BYTES = 8;

/**
 * Number of paths along a chain of CSRs, each one's columns being the next one's rows: their sparse product with entries
 * taken as 1 and parallel entries counted. Row by row through the whole chain (Gustavson), so that no product in between
 * is stored; columns ascend within a row. Counts are float64, exact up to 2^53, and float32 in the result. Asks
 * {@link productBound} beforehand; only where that is above `maxBytes`, entries are counted exactly first, which takes
 * as long again.
 *
 * O(steps of all paths), where paths that meet in a node are followed as one; memory: result, and 12 bytes a node of the two
 * largest types.
 *
 * @throws {HeteroGraphError} OUT_OF_MEMORY before anything of the result is stored, ABORTED
 * @see Gustavson, "Two fast algorithms for sparse matrices", ACM TOMS 1978
 */
export async function chainProduct(chain: readonly Csr[], options: ProductOptions): Promise<WeightedCsr> {
  const { maxPerRow, maxBytes } = options;
  const walker = new ChainWalker(chain);
  const indptr = new Int32Array(walker.numRows + 1);
  let bound = productBound(chain, maxPerRow);
  if (bound * ENTRY_BYTES > maxBytes) {
    bound = 0;
    await eachRow(walker, 'count paths', options, (_, width) => {
      bound += Math.min(width, maxPerRow);
    });
    if (bound * ENTRY_BYTES > maxBytes) throw tooLarge(bound, maxBytes);
  }
  const indices = new Int32Array(bound);
  const values = new Float32Array(bound);
  const chooser = new RowChooser(walker.numCols, maxPerRow);
  let end = 0;
  await eachRow(walker, 'multiply paths', options, (row, width) => {
    const columns = chooser.choose(walker.columns.subarray(0, width), walker.counts);
    for (let i = 0; i < columns.length; i++) {
      indices[end] = columns[i]!;
      values[end++] = walker.counts[columns[i]!]!;
    }
    indptr[row + 1] = end;
  });
  return {
    numRows: walker.numRows,
    numCols: walker.numCols,
    indptr,
    indices: indices.slice(0, end),
    values: values.slice(0, end),
  };
}

/** Entries that the product has at most: paths of a row, columns and the cap, whichever is least. O(all N + E). */
export function productBound(chain: readonly Csr[], maxPerRow: number): number {
  let paths = new Float64Array(chain.at(-1)!.numCols).fill(1);
  for (const { numRows, indptr, indices } of [...chain].reverse()) {
    const next = new Float64Array(numRows);
    for (let row = 0; row < numRows; row++) {
      let sum = 0;
      for (let i = indptr[row]!; i < indptr[row + 1]!; i++) sum += paths[indices[i]!]!;
      next[row] = sum;
    }
    paths = next;
  }
  const most = Math.min(chain.at(-1)!.numCols, maxPerRow);
  return paths.reduce((total, count) => total + Math.min(count, most), 0);
}

async function eachRow(
  walker: ChainWalker,
  stage: string,
  { signal, onProgress }: RunOptions,
  visit: (row: number, width: number) => void,
): Promise<void> {
  throwIfAborted(signal);
  for (let row = 0; row < walker.numRows; row++) {
    visit(row, walker.walk(row));
    walker.clear();
    if (walker.steps < STEPS_PER_CHECK) continue;
    walker.steps = 0;
    onProgress?.({ stage, done: row + 1, total: walker.numRows, unit: 'rows' });
    await yieldToEventLoop();
    throwIfAborted(signal);
  }
  onProgress?.({ stage, done: walker.numRows, total: walker.numRows, unit: 'rows' });
}

function tooLarge(numEntries: number, maxBytes: number): HeteroGraphError {
  const bytes = numEntries * ENTRY_BYTES;
  return new HeteroGraphError('OUT_OF_MEMORY', `${numEntries} pairs need ${bytes} bytes; ${maxBytes} are allowed.`, {
    hint: 'Pass a smaller `maxPerRow`, or a larger `maxBytes`.',
  });
}
