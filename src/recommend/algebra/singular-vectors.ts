import { gemm, spmm, transposeCsr } from '../../compute/index.js';
import { RandomStream, type RunOptions, throwIfAborted, type WeightedCsr, yieldToEventLoop } from '../../core/index.js';
import { cholesky, invertLower } from './cholesky.js';
import { symmetricEigen } from './symmetric-eigen.js';

export interface SingularOptions extends RunOptions {
  readonly rank: number;
  /** Times that the block is multiplied by ATA. */
  readonly iterations: number;
  readonly seed: number;
}

/** The largest singular values in descending order, and the right singular vectors [columns, rank]; zeros where the matrix has fewer. */
export interface SingularVectors {
  readonly rank: number;
  readonly values: Float64Array;
  readonly right: Float32Array;
}

/** Columns that a block has beyond those asked for. */
const extra = 32;

/**
 * By subspace iteration from a random block (Halko, Martinsson and Tropp, SIAM Review 2011, algorithm 4.4), made orthonormal by Cholesky's
 * factor of its Gram matrix after each product, twice at the end. The same bits for any number of threads.
 * O(iterations (entries rank + columns rank^2)).
 */
export async function singularVectors(
  matrix: WeightedCsr,
  { rank: wanted, iterations, seed, signal, onProgress }: SingularOptions,
): Promise<SingularVectors> {
  const { numRows, numCols } = matrix;
  const rank = Math.min(wanted, numRows, numCols);
  const width = Math.min(rank + extra, numRows, numCols);
  if (rank === 0) return { rank, values: new Float64Array(0), right: new Float32Array(0) };
  const transposed = transposeCsr(matrix);
  let block = new RandomStream(seed, 'singular-vectors').fillNormal(new Float32Array(numCols * width));
  block = orthonormal(block, numCols, width);
  for (let done = 0; done < iterations; done++) {
    onProgress?.({ stage: 'singular vectors', done, total: iterations, unit: 'iterations' });
    await yieldToEventLoop();
    throwIfAborted(signal);
    block = orthonormal(spmm(transposed, spmm(matrix, block, width), width), numCols, width);
  }
  block = orthonormal(block, numCols, width);
  const image = spmm(matrix, block, width);
  const { values, vectors } = symmetricEigen(gram(image, numRows, width), width);
  const turn = new Float32Array(width * rank);
  for (let c = 0; c < rank; c++) for (let k = 0; k < width; k++) turn[k * rank + c] = vectors[c * width + k]!;
  onProgress?.({ stage: 'singular vectors', done: iterations, total: iterations, unit: 'iterations' });
  return {
    rank,
    values: values.slice(0, rank).map((value) => Math.sqrt(Math.max(0, value))),
    right: gemm(block, turn, numCols, rank, width, { algorithm: 'plain' }),
  };
}

function gram(x: Float32Array, rows: number, width: number): Float32Array {
  return gemm(x, x, width, width, rows, { transposeA: true, algorithm: 'plain' });
}

/** Columns that span the same, each of length 1 and at right angles; zeros in place of those that depend on others. */
function orthonormal(x: Float32Array, rows: number, width: number): Float32Array {
  const inverse = invertLower(cholesky(gram(x, rows, width), width), width);
  return gemm(x, Float32Array.from(inverse), rows, width, width, { transposeB: true, algorithm: 'plain' });
}
