import { type Pool, transposeCsr } from '../../compute/index.js';
import { uncheckedSpmm } from '../../compute/internal.js';
import type { WeightedCsr } from '../../core/index.js';
import type { Arrays } from '../core/arrays.js';
import type { Propagation } from '../training/propagation.js';
import type { TowerFeatures } from './tower-features.js';

/**
 * Two linear towers as one matrix over users, items, features of users and features of items: a user's vector is the sum of the vectors of its
 * features and, with `ids` and where it has a history, one of its own; so for items. Rows without a history learn through their features alone.
 */
export function towerMatrix({ users, items }: TowerFeatures, hasOwn: Uint8Array): WeightedCsr {
  const numRows = users.numRows + items.numRows;
  const numNodes = numRows + users.numCols + items.numCols;
  const [indices, values]: [number[], number[]] = [[], []];
  const indptr = new Int32Array(numNodes + 1);
  const add = (column: number, value: number) => {
    indices.push(column);
    values.push(value);
  };
  for (let n = 0; n < numNodes; n++) {
    if (n >= numRows || hasOwn[n] === 1) add(n, 1);
    const [side, row] = n < users.numRows ? [users, n] : [items, n - users.numRows];
    const first = side === users ? numRows : numRows + users.numCols;
    if (n < numRows) {
      for (let e = side.indptr[row]!; e < side.indptr[row + 1]!; e++) add(first + side.indices[e]!, side.values[e]!);
    }
    indptr[n + 1] = indices.length;
  }
  return {
    numRows: numNodes,
    numCols: numNodes,
    indptr,
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
}

/** One product with a matrix, and its transpose as the gradient. */
export class Towers implements Propagation {
  readonly width: number;
  readonly numNodes: number;
  readonly #pool: Pool;
  readonly #matrix: WeightedCsr;
  readonly #transposed: WeightedCsr;

  constructor(arrays: Arrays, matrix: WeightedCsr, width: number) {
    this.width = width;
    this.numNodes = matrix.numRows;
    this.#pool = arrays.pool;
    this.#matrix = arrays.csr(matrix);
    this.#transposed = arrays.csr(transposeCsr(matrix) as WeightedCsr);
  }

  multiply(x: Float32Array, out: Float32Array): void {
    uncheckedSpmm(this.#matrix, x, this.width, { out, pool: this.#pool });
  }

  multiplyTransposed(x: Float32Array, out: Float32Array): void {
    uncheckedSpmm(this.#transposed, x, this.width, { out, pool: this.#pool });
  }

  forward(x: Float32Array, out: Float32Array): void {
    this.multiply(x, out);
  }

  gradient(dy: Float32Array, dx: Float32Array): void {
    this.multiplyTransposed(dy, dx);
  }
}
