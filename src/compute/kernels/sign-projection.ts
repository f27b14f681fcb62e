import { HeteroGraphError, type RandomStream, type SparseMatrix } from '../../core/index.js';
import { type Placement, placed } from '../threads/placed.js';
import type { Pool } from '../threads/pool.js';

/**
 * A random sign matrix W [inWidth, outWidth] as index lists: entry +1 or -1 with probability 1/(2s) each, else 0 (Achlioptas
 * 2003; s = 3 is his, s = sqrt(inWidth) the very sparse one of Li, Hastie, Church 2006). The constant sqrt(s) is left out: a
 * row norm follows wherever it is used. Lists lie in the arena; `dispose` frees them.
 */
export interface SignProjection {
  readonly inWidth: number;
  readonly outWidth: number;
  readonly capacity: number;
  readonly wide: boolean;
  /** Column j: plus indices from the front of its `capacity` places, minus indices from its back. */
  readonly lists: number;
  /** Numbers of plus and minus indices, two a column. */
  readonly counts: number;
  dispose(): void;
}

/** Number of leading words of 2^31 below which a gap of at most k zeros is drawn, and where to start looking. */
function gapTable(s: number): { table: Int32Array; guide: Int32Array } {
  const thresholds: number[] = [];
  for (let k = 0; ; k++) {
    const threshold = Math.floor(2 ** 31 * (1 - (1 - 1 / s) ** (k + 1)));
    thresholds.push(threshold);
    if (threshold >= 2 ** 31 - 1 || k > 200_000) break;
  }
  const table = Int32Array.from(thresholds, (value) => value | 0);
  const guide = new Int32Array(256);
  for (let g = 0, k = 0; g < 256; g++) {
    while (k < thresholds.length && thresholds[k]! <= g * 2 ** 23) k++;
    guide[g] = k;
  }
  return { table, guide };
}

/** Room for twelve standard deviations above the mean count, which is never reached in practice. */
function listCapacity(inWidth: number, s: number): number {
  const mean = inWidth / s;
  return Math.min(inWidth, Math.ceil(mean + 12 * Math.sqrt(mean) + 32));
}

/** Draws W of a stream; the same lists for any number of threads. O(non-zeros). */
export function signProjection(
  pool: Pool,
  inWidth: number,
  outWidth: number,
  s: number,
  stream: RandomStream,
): SignProjection {
  if (!(s > 1))
    throw new HeteroGraphError('INVALID_OPTION', `s is ${s}.`, { column: 's', hint: 'Use a number above 1.' });
  const { arena } = pool;
  const capacity = listCapacity(inWidth, s);
  const wide = inWidth > 65_536;
  const lists = arena.alloc(outWidth * capacity * (wide ? 4 : 2));
  const counts = arena.alloc(outWidth * 8);
  const { table, guide } = gapTable(s);
  placed(arena, (place) => {
    const scratch = place.block(16 * pool.threads);
    const { key, nonce } = stream;
    const words = [key[0] | 0, key[1] | 0, nonce[0] | 0, nonce[1] | 0];
    const args = [inWidth, capacity, lists, counts, place.of(table), table.length, place.of(guide)];
    pool.run('signLists', [...args, ...words, scratch, wide ? 1 : 0], outWidth, 8);
  });
  const dispose = () => {
    arena.free(lists);
    arena.free(counts);
  };
  return { inWidth, outWidth, capacity, wide, lists, counts, dispose };
}

/** Dense rows to project: the address of X, and the floats between two rows (default: the width). */
export interface ProjectInput {
  readonly numRows: number;
  readonly x: number;
  readonly stride?: number;
}

/**
 * Projects rows by W in one pass, sixteen at a time, and adds each, divided by its L2 norm, to `out` (or, without `normalise`,
 * stores it there). All numbers are arena addresses.
 */
export function projectRows(pool: Pool, w: SignProjection, input: ProjectInput, out: number, normalise: boolean): void {
  const { numRows, x, stride = w.inWidth } = input;
  const scratchStride = Math.ceil(((w.inWidth + w.outWidth) * 64 + 256) / 64) * 64;
  pool.withScratch(scratchStride, (scratch) => {
    const weights = [w.inWidth, w.outWidth, w.lists, w.counts, w.capacity, w.wide ? 1 : 0];
    const rest = [x, stride, out, normalise ? 1 : 0, scratch, scratchStride];
    pool.run('projectRows', [numRows, ...weights, ...rest], Math.ceil(numRows / 16), 1);
  });
}

/** out [N, outWidth] = X W for sparse X, in time proportional to its non-zeros. `out` is an arena address. */
export function projectSparse(pool: Pool, w: SignProjection, x: SparseMatrix, out: number): void {
  placed(pool.arena, (place) => {
    const { indptr, columns } = byInputRow(pool, w, place);
    const args = [place.of(x.indptr), place.of(x.indices), place.of(x.values), w.outWidth, indptr, columns, out];
    pool.run('sparseProject', args, x.numRows, 16);
  });
}

/** The lists transposed: for every input its output columns, shifted left by one, the lowest bit set for minus. */
function byInputRow(pool: Pool, w: SignProjection, place: Placement): { indptr: number; columns: number } {
  const { arena } = pool;
  const size = w.outWidth * w.capacity;
  const lists = w.wide
    ? new Uint32Array(arena.memory.buffer, w.lists, size)
    : new Uint16Array(arena.memory.buffer, w.lists, size);
  const counts = arena.int32(w.counts, w.outWidth * 2);
  const starts = new Int32Array(w.inWidth + 1);
  let total = 0;
  const each = (visit: (input: number, code: number) => void) => {
    for (let j = 0; j < w.outWidth; j++) {
      for (let q = 0; q < counts[j * 2]!; q++) visit(lists[j * w.capacity + q]!, j << 1);
      for (let q = 1; q <= counts[j * 2 + 1]!; q++) visit(lists[(j + 1) * w.capacity - q]!, (j << 1) | 1);
    }
  };
  each((input) => {
    starts[input + 1]!++;
    total++;
  });
  for (let i = 0; i < w.inWidth; i++) starts[i + 1]! += starts[i]!;
  const columnsAt = place.block(total * 4);
  const columns = arena.int32(columnsAt, total);
  const next = starts.slice(0, -1);
  each((input, code) => {
    columns[next[input]!++] = code;
  });
  return { indptr: place.of(starts), columns: columnsAt };
}
