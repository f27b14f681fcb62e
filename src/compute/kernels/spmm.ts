import type { Csr, SparseMatrix, WeightedCsr } from '../../core/index.js';
import { placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';

export interface SpmmOptions {
  /** 'mean' divides by the number of entries of the row (an empty row gives zeros); default 'sum'. */
  reduce?: 'sum' | 'mean';
  /** Only these rows are computed, in this order; default all. */
  rows?: Int32Array;
  /** Where to write: row i goes to `out[offset + i * stride ..]`. Default: a new packed array. */
  out?: Float32Array;
  stride?: number;
  offset?: number;
  pool?: Pool;
}

/**
 * Sparse times dense: out[r] = SUM (or mean) over the entries of row r of value * X[column], X [numCols, width].
 * Parallel entries count. Threaded; the same bits for any number of threads. O(entries x width).
 */
export function spmm(csr: Csr | WeightedCsr, x: Float32Array, width: number, options: SpmmOptions = {}): Float32Array {
  const { reduce = 'sum', rows, stride = width, offset = 0, pool = getPool() } = options;
  const count = rows ? rows.length : csr.numRows;
  const out = options.out ?? new Float32Array(count * width);
  placed(pool.arena, (place) => {
    const inside = pool.arena.owns(out);
    const target = inside ? out.byteOffset + offset * 4 : place.block(count * width * 4);
    const values = 'values' in csr ? place.of(csr.values) : 0;
    runSpmm(
      pool,
      [
        place.of(csr.indptr),
        place.of(csr.indices),
        values,
        place.of(x),
        width,
        target,
        inside ? stride : width,
        rows ? place.of(rows) : 0,
        reduce === 'mean' ? 1 : 0,
      ],
      count,
      panelWidth(csr.numCols, csr.indices.length, width),
    );
    if (!inside) copyRows(pool.arena.float32(target, count * width), out, count, width, stride, offset);
  });
  return out;
}

/** Rows a unit of the kernel. */
const BLOCK_ROWS = 64;
/** Of the second-level cache, for what a panel reads of X; and of the third. */
const PANEL_BYTES = 768 * 1024;
const WIDE_PANEL_BYTES = 8 * 1024 * 1024;
const WIDE_PANEL = 128;

/**
 * Columns worked on at a time: all, unless X exceeds the cache and its rows are met often enough for a panel of them to be worth
 * keeping there. Measured on one core with 1 MiB and 32 MiB of second and third level: 2.6 to 5.2 G additions a second become 10 to
 * 12 where the panel fits the second level, 4.1 become 5.7 where it fits the third.
 */
export function panelWidth(numCols: number, entries: number, width: number): number {
  if (numCols * width * 4 <= PANEL_BYTES || entries < 4 * numCols) return width;
  const columns = Math.floor(PANEL_BYTES / (numCols * 4) / 32) * 32;
  if (columns > 0) return Math.min(width, columns);
  const isWide = entries >= 8 * numCols && numCols * WIDE_PANEL * 4 <= WIDE_PANEL_BYTES;
  return isWide ? Math.min(width, WIDE_PANEL) : width;
}

/** Runs the kernel on arena addresses: indptr, indices, values|0, x, width, out, outStride, rows|0, mean. */
export function runSpmm(pool: Pool, args: readonly number[], count: number, panel: number): void {
  const width = args[4]!;
  const units = Math.ceil(count / BLOCK_ROWS) * Math.ceil(width / panel);
  if (units > 0) pool.run('spmm', [...args, count, panel], units, 1);
}

/**
 * sums[r] += rownorm(mean over the entries of row r of Y), Y [numCols, width] and sums [numRows, width] at arena addresses. A row
 * without entries adds nothing.
 */
export function meanNormAccumulate(pool: Pool, csr: Csr, y: number, width: number, sums: number): void {
  const { numRows, numCols } = csr;
  // Blocks large enough to use a panel more than once, small enough to share out.
  const blockRows = Math.max(1, Math.min(256, Math.ceil(numRows / 32)));
  const stride = Math.ceil((blockRows * width * 4 + 64) / 64) * 64;
  const panel = panelWidth(numCols, csr.indices.length, width);
  placed(pool.arena, (place) => {
    pool.withScratch(stride, (scratch) => {
      const args = [
        place.of(csr.indptr),
        place.of(csr.indices),
        y,
        width,
        sums,
        scratch,
        stride,
        numRows,
        blockRows,
        panel,
      ];
      pool.run('meanNormAccumulate', args, Math.ceil(numRows / blockRows), 1);
    });
  });
}

/** The mean of sparse rows: like {@link spmm} with reduce 'mean' for X given as CSR. */
export function spmmSparse(csr: Csr, x: SparseMatrix, options: Omit<SpmmOptions, 'reduce'> = {}): Float32Array {
  const { width } = x;
  const { rows, stride = width, offset = 0, pool = getPool() } = options;
  const count = rows ? rows.length : csr.numRows;
  const out = options.out ?? new Float32Array(count * width);
  placed(pool.arena, (place) => {
    const inside = pool.arena.owns(out);
    const target = inside ? out.byteOffset + offset * 4 : place.block(count * width * 4);
    const args = [csr.indptr, csr.indices, x.indptr, x.indices, x.values].map((values) => place.of(values));
    pool.run('sparseMean', [...args, width, target, inside ? stride : width, rows ? place.of(rows) : 0], count, 16);
    if (!inside) copyRows(pool.arena.float32(target, count * width), out, count, width, stride, offset);
  });
  return out;
}

function copyRows(
  from: Float32Array,
  to: Float32Array,
  rows: number,
  width: number,
  stride: number,
  offset: number,
): void {
  for (let r = 0; r < rows; r++) to.set(from.subarray(r * width, (r + 1) * width), offset + r * stride);
}

/** The plain loop that {@link spmm} is compared with, in float64. */
export function spmmReference(
  csr: Csr | WeightedCsr,
  x: Float32Array,
  width: number,
  reduce: 'sum' | 'mean',
): Float64Array {
  const out = new Float64Array(csr.numRows * width);
  for (let r = 0; r < csr.numRows; r++) {
    const start = csr.indptr[r]!;
    const stop = csr.indptr[r + 1]!;
    const scale = reduce === 'mean' && stop > start ? 1 / (stop - start) : 1;
    for (let e = start; e < stop; e++) {
      const weight = 'values' in csr ? csr.values[e]! : 1;
      for (let c = 0; c < width; c++) out[r * width + c]! += scale * weight * x[csr.indices[e]! * width + c]!;
    }
  }
  return out;
}
