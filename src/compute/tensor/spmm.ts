import type * as tf from '@tensorflow/tfjs-core';
import { type Csr, HeteroGraphError, type WeightedCsr } from '../../core/index.js';
import { runSpmm } from '../kernels/run-spmm.js';
import { transposeCsr } from '../kernels/transpose-csr.js';
import { getPool } from '../threads/pool.js';
import { defineOp, type Op } from './define-op.js';
import { expectShape } from './shapes.js';

interface Placed {
  readonly indptr: number;
  readonly indices: number;
  readonly values: number;
}

/**
 * A constant sparse matrix [numRows, numCols] for products with tensors: copied into the arena once, its transpose made at the
 * first gradient. To be disposed by its owner.
 */
export class SparseOperand {
  readonly numRows: number;
  readonly numCols: number;
  readonly #csr: Csr | WeightedCsr;
  #transposed: Csr | WeightedCsr | undefined;
  readonly #onDispose: (() => void)[] = [];
  #forward: Placed | undefined;
  #backward: Placed | undefined;

  constructor(csr: Csr | WeightedCsr) {
    this.numRows = csr.numRows;
    this.numCols = csr.numCols;
    this.#csr = csr;
  }

  get numEntries(): number {
    return this.#csr.indices.length;
  }

  /** The matrix as plain arrays, or its transpose (made once). */
  arrays(transposed: boolean): Csr | WeightedCsr {
    if (!transposed) return this.#csr;
    this.#transposed ??= transposeCsr(this.#csr);
    return this.#transposed;
  }

  /** Addresses of the matrix, or of its transpose, in the arena of the process's pool. */
  place(transposed: boolean): Placed {
    if (transposed) {
      this.#backward ??= this.#placed(this.arrays(true));
      return this.#backward;
    }
    this.#forward ??= this.#placed(this.#csr);
    return this.#forward;
  }

  /** Called once, at the next `dispose`: for what a backend keeps of the matrix. */
  onDispose(release: () => void): void {
    this.#onDispose.push(release);
  }

  dispose(): void {
    for (const release of this.#onDispose.splice(0)) release();
    for (const placed of [this.#forward, this.#backward]) {
      if (!placed) continue;
      for (const pointer of [placed.indptr, placed.indices, placed.values]) {
        if (pointer) getPool().arena.free(pointer);
      }
    }
    this.#forward = undefined;
    this.#backward = undefined;
  }

  #placed(csr: Csr | WeightedCsr): Placed {
    const { arena } = getPool();
    const indptr = arena.alloc(csr.indptr.length * 4);
    const indices = arena.alloc(csr.indices.length * 4);
    arena.int32(indptr, csr.indptr.length).set(csr.indptr);
    arena.int32(indices, csr.indices.length).set(csr.indices);
    if (!('values' in csr)) return { indptr, indices, values: 0 };
    const values = arena.alloc(csr.values.length * 4);
    arena.float32(values, csr.values.length).set(csr.values);
    return { indptr, indices, values };
  }
}

interface Attributes {
  readonly matrix: SparseOperand;
  readonly transposed: boolean;
}

const op: Op<Attributes> = defineOp<Attributes>({
  name: 'HeteroSpmm',
  forward(host, { x }, { matrix, transposed }) {
    const rows = transposed ? matrix.numCols : matrix.numRows;
    const width = x!.shape[1]!;
    const out = host.allocate([rows, width]);
    runSpmm(host.pool, {
      ...matrix.place(transposed),
      entries: matrix.numEntries,
      numCols: transposed ? matrix.numRows : matrix.numCols,
      x: host.address(x!),
      format: 'f32',
      width,
      out: out.address,
      stride: width,
      rows: 0,
      count: rows,
      mean: false,
    });
    return out;
  },
  gradient: ([dy], _, { matrix, transposed }) => ({
    x: () => op({ x: dy! }, { matrix, transposed: !transposed })[0]!,
  }),
});

/**
 * Sparse times dense: out[r] = SUM over the entries of row r of value x[column]; x [numCols, W] -> [numRows, W]. Parallel
 * entries count. The gradient by x is the product with the transpose.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function spmm(matrix: SparseOperand, x: tf.Tensor): tf.Tensor2D {
  if (!(matrix instanceof SparseOperand)) {
    throw new HeteroGraphError('INVALID_OPTION', 'spmm wants a SparseOperand.', { hint: 'new SparseOperand(csr)' });
  }
  expectShape('The dense side of a sparse product', x, [matrix.numCols, -1]);
  return op({ x }, { matrix, transposed: false })[0] as tf.Tensor2D;
}
