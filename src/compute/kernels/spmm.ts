import { type Csr, HeteroGraphError, type SparseMatrix, type WeightedCsr } from '../../core/index.js';
import { placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectCount, expectCsrOnce, expectOptions, expectRoom, expectSize, expectWithin } from './checks.js';
import type { HalfMatrix } from './half.js';
import { entriesOf, panelWidth, runSpmm } from './run-spmm.js';

export interface SpmmOptions {
  /** 'mean' divides by the number of entries of the row (an empty row gives zeros); default 'sum'. */
  reduce?: 'sum' | 'mean';
  /** Only these rows are computed, in this order; default all. */
  rows?: Int32Array;
  /** Where to write: row i goes to `out[offset + i * stride ..]`, where stride is not below the width. Default: a new packed array. */
  out?: Float32Array;
  stride?: number;
  offset?: number;
  pool?: Pool;
}

const target = { rows: null, out: null, stride: null, offset: null, pool: null };
const meanOrSum = { reduce: ['sum', 'mean'], ...target };

/**
 * Sparse times dense: out[r] = SUM (or mean) over the entries of row r of value * X[column], X [numCols, width] in float32, or in
 * 16-bit values (sums stay in float32). Parallel entries count. Threaded; the same bits for any number of threads.
 * O(entries x width). Index arrays in the pool's arena are checked when they are first used, others at every call.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function spmm(
  csr: Csr | WeightedCsr,
  x: Float32Array | HalfMatrix,
  width: number,
  options: SpmmOptions = {},
): Float32Array {
  expectOptions(options, meanOrSum);
  const { pool = getPool() } = options;
  expectCount('width', width, 0);
  expectCsrOnce(pool.arena, csr);
  expectSize('The dense side', 'bits' in x ? x.bits : x, csr.numCols * width);
  expectTarget(csr, width, options);
  return uncheckedSpmm(csr, x, width, options);
}

/** {@link spmm} without the checks, for operands that the library has made or checked itself. */
export function uncheckedSpmm(
  csr: Csr | WeightedCsr,
  x: Float32Array | HalfMatrix,
  width: number,
  options: SpmmOptions = {},
): Float32Array {
  const { reduce = 'sum', rows, stride = width, offset = 0, pool = getPool() } = options;
  const count = rows ? rows.length : csr.numRows;
  const out = options.out ?? new Float32Array(count * width);
  placed(pool.arena, (place) => {
    const inside = pool.arena.owns(out);
    const target = inside ? out.byteOffset + offset * 4 : place.block(count * width * 4);
    const values = 'values' in csr ? place.of(csr.values) : 0;
    const half = 'bits' in x;
    runSpmm(pool, {
      indptr: place.of(csr.indptr),
      indices: place.of(csr.indices),
      values,
      entries: entriesOf(csr, count),
      numCols: csr.numCols,
      x: place.of(half ? x.bits : x),
      format: half ? x.format : 'f32',
      width,
      out: target,
      stride: inside ? stride : width,
      rows: rows ? place.of(rows) : 0,
      count,
      mean: reduce === 'mean',
    });
    if (!inside) copyRows(pool.arena.float32(target, count * width), out, count, width, stride, offset);
  });
  return out;
}

/**
 * sums[r] += rownorm(mean over the entries of row r of Y), Y [numCols, width] and sums [numRows, width] at arena addresses. A row
 * without entries adds nothing.
 */
export function meanNormAccumulate(
  pool: Pool,
  csr: Csr,
  y: number,
  width: number,
  sums: number,
  { blockRows, panel }: AccumulateTiling = accumulateTiling(csr, width),
): void {
  const { numRows } = csr;
  const stride = Math.ceil((blockRows * width * 4 + 64) / 64) * 64;
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

/** How {@link meanNormAccumulate} divides its work; the bits are the same for all. */
export interface AccumulateTiling {
  readonly blockRows: number;
  readonly panel: number;
}

/**
 * Rows whose means are made together, and columns worked on at a time: blocks large enough to use a panel more than once, small enough
 * to be shared among threads. Every block starts its panels anew, so what counts is how often one block reads a row of Y.
 */
export function accumulateTiling({ numRows, numCols, indices }: Csr, width: number): AccumulateTiling {
  const blockRows = Math.max(1, Math.min(256, Math.ceil(numRows / 32)));
  const entries = (indices.length * blockRows) / Math.max(1, numRows);
  return { blockRows, panel: panelWidth(numCols, entries, width) };
}

/**
 * The mean of sparse rows: like {@link spmm} with reduce 'mean' for X given as CSR.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION
 */
export function spmmSparse(csr: Csr, x: SparseMatrix, options: Omit<SpmmOptions, 'reduce'> = {}): Float32Array {
  expectOptions(options, target);
  const { arena } = options.pool ?? getPool();
  expectCsrOnce(arena, csr);
  const { numRows, width, indptr, indices, values } = x;
  if (numRows !== csr.numCols) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `X has ${numRows} rows, the matrix ${csr.numCols} columns.`, {
      column: 'x',
      hint: 'Both numbers must be the same.',
    });
  }
  expectCsrOnce(arena, { numRows, numCols: width, indptr, indices, values });
  expectTarget(csr, width, options);
  return uncheckedSpmmSparse(csr, x, options);
}

/** {@link spmmSparse} without the checks. */
export function uncheckedSpmmSparse(
  csr: Csr,
  x: SparseMatrix,
  options: Omit<SpmmOptions, 'reduce'> = {},
): Float32Array {
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

function expectTarget({ numRows }: Csr, width: number, { rows, out, stride = width, offset = 0 }: SpmmOptions): void {
  if (rows) expectWithin('Row', rows, numRows);
  if (out) expectRoom({ length: out.length, stride, offset }, rows ? rows.length : numRows, width);
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
