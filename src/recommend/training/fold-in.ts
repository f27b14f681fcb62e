import { gemm, spmm } from '../../compute/index.js';
import { solvePositiveDefinite } from '../../compute/internal.js';
import type { WeightedCsr } from '../../core/index.js';
import { popularityCounts } from '../core/popularity-counts.js';
import type { Factors } from '../core/scorer.js';

/** Of the greatest possible penalty that keeps the equations solvable where items span less than all columns. */
const PENALTY = 1e-4;

/** Rows of the matrix over the square root of their number of entries; strengths do not count. */
export function unitHistories({ numRows, numCols, indptr, indices }: WeightedCsr): WeightedCsr {
  const values = new Float32Array(indices.length);
  for (let r = 0; r < numRows; r++) {
    const [from, to] = [indptr[r]!, indptr[r + 1]!];
    values.fill(1 / Math.sqrt(to - from), from, to);
  }
  return { numRows, numCols, indptr, indices, values };
}

/**
 * What an item adds to the vector of a user who took it, [items, width]: the user's vector is then the sum over the history over the
 * square root of its length. It is the linear map of the items' vectors over the root of their popularity that comes closest (least
 * squares) to the vectors of the fitted users from their own histories.
 */
export function historyAdditions(train: WeightedCsr, { users, items, width }: Factors): Float32Array {
  const counts = popularityCounts(train);
  const scaled = items.slice();
  for (let i = 0; i < train.numCols; i++) {
    const factor = 1 / Math.sqrt(Math.max(1, counts[i]!));
    for (let c = i * width; c < (i + 1) * width; c++) scaled[c]! *= factor;
  }
  const sums = spmm(unitHistories(train), scaled, width);
  const left = Float64Array.from(gemm(sums, sums, width, width, train.numRows, { transposeA: true }));
  const right = Float64Array.from(gemm(sums, users, width, width, train.numRows, { transposeA: true }));
  let trace = 0;
  for (let c = 0; c < width; c++) trace += left[c * width + c]!;
  for (let c = 0; c < width; c++) left[c * width + c]! += (PENALTY * trace) / width + 1e-12;
  const map = Float32Array.from(solvePositiveDefinite(left, width, right, width));
  return gemm(scaled, map, train.numCols, width, width);
}
