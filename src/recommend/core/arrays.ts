import { getPool, type Pool } from '../../compute/index.js';
import type { WeightedCsr } from '../../core/index.js';

/** Arrays in the memory of kernels for the time of a fit, so that no step copies a table. `dispose` frees them all. */
export class Arrays {
  readonly pool: Pool;
  readonly #held: (Float32Array | Int32Array)[] = [];

  constructor(pool: Pool = getPool()) {
    this.pool = pool;
  }

  /** Zeros. */
  floats(length: number): Float32Array {
    const values = this.pool.arena.allocFloat32(length);
    this.#held.push(values);
    return values;
  }

  integers(values: Int32Array): Int32Array {
    const { arena } = this.pool;
    const copy = arena.int32(arena.alloc(values.byteLength), values.length);
    copy.set(values);
    this.#held.push(copy);
    return copy;
  }

  csr({ numRows, numCols, indptr, indices, values }: WeightedCsr): WeightedCsr {
    const copied = this.floats(values.length);
    copied.set(values);
    return { numRows, numCols, indptr: this.integers(indptr), indices: this.integers(indices), values: copied };
  }

  dispose(): void {
    for (const values of this.#held) this.pool.arena.free(values);
    this.#held.length = 0;
  }
}
