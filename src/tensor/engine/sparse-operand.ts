import { getPool, type TransposedCsr, transposeWithEntries } from '../../compute/index.js';
import type { PlacedCsr } from '../../compute/internal.js';
import { expectCsr } from '../../compute/internal.js';
import { type Csr, HeteroGraphError, type WeightedCsr } from '../../core/index.js';

/** A matrix at addresses of the arena; `values` 0: none. */
export interface PlacedMatrix extends PlacedCsr {
  readonly values: number;
}

/** Arrays of constants that an operand keeps at once. */
const keptConstants = 4;

/**
 * A constant sparse matrix [numRows, numCols] for operations on tensors: copied into the arena once, its transpose made at the
 * first gradient. To be disposed by its owner.
 */
export class SparseOperand {
  readonly numRows: number;
  readonly numCols: number;
  readonly #csr: Csr | WeightedCsr;
  readonly #onDispose: (() => void)[] = [];
  #transposed: TransposedCsr | undefined;
  #forward: PlacedMatrix | undefined;
  #backward: PlacedMatrix | undefined;
  #entries: number | undefined;
  readonly #constants = new Map<Int32Array, number>();

  /**
   * Its arrays are kept, not copied: they must not change. O(entries).
   *
   * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
   */
  constructor(csr: Csr | WeightedCsr) {
    expectCsr(csr);
    this.numRows = csr.numRows;
    this.numCols = csr.numCols;
    this.#csr = csr;
  }

  get numEntries(): number {
    return this.#csr.indices.length;
  }

  /** The matrix as plain arrays, or its transpose (made once). */
  arrays(transposed: boolean): Csr | WeightedCsr {
    return transposed ? this.#transpose().csr : this.#csr;
  }

  /** For every entry of the transpose the number it has in the matrix. */
  transposedEntries(): Int32Array {
    return this.#transpose().entries;
  }

  /** Addresses of the matrix, or of its transpose, in the arena of the process's pool. */
  place(transposed: boolean): PlacedMatrix {
    if (transposed) {
      this.#backward ??= this.#placed(this.arrays(true));
      return this.#backward;
    }
    this.#forward ??= this.#placed(this.#csr);
    return this.#forward;
  }

  /** Address of {@link transposedEntries} where `transposed`; else 0, which kernels take for entries in their own order. */
  placeEntries(transposed: boolean): number {
    if (!transposed) return 0;
    this.#entries ??= this.#copy(this.transposedEntries());
    return this.#entries;
  }

  /**
   * Address of constants of the entries, such as their types: copied at the first use of the array, which must not change. Of the arrays used
   * last a few are kept.
   */
  placeConstants(values: Int32Array): number {
    const address = this.#constants.get(values) ?? this.#copy(values);
    this.#constants.delete(values);
    this.#constants.set(values, address);
    for (const [oldest, at] of this.#constants) {
      if (this.#constants.size <= keptConstants) break;
      getPool().arena.free(at);
      this.#constants.delete(oldest);
    }
    return address;
  }

  /** Called once, at the next `dispose`: for what a backend keeps of the matrix. */
  onDispose(release: () => void): void {
    this.#onDispose.push(release);
  }

  dispose(): void {
    for (const release of this.#onDispose.splice(0)) release();
    const { arena } = getPool();
    for (const placed of [this.#forward, this.#backward]) {
      if (!placed) continue;
      for (const pointer of [placed.indptr, placed.indices, placed.values]) {
        if (pointer !== 0) arena.free(pointer);
      }
    }
    if (this.#entries !== undefined) arena.free(this.#entries);
    for (const address of this.#constants.values()) arena.free(address);
    this.#constants.clear();
    this.#forward = undefined;
    this.#backward = undefined;
    this.#entries = undefined;
  }

  #transpose(): TransposedCsr {
    this.#transposed ??= transposeWithEntries(this.#csr);
    return this.#transposed;
  }

  #placed(csr: Csr | WeightedCsr): PlacedMatrix {
    return {
      indptr: this.#copy(csr.indptr),
      indices: this.#copy(csr.indices),
      values: 'values' in csr ? this.#copy(csr.values) : 0,
      numRows: csr.numRows,
      numEntries: csr.indices.length,
    };
  }

  #copy(values: Int32Array | Float32Array): number {
    const { arena } = getPool();
    const pointer = arena.alloc(values.byteLength);
    if (values instanceof Int32Array) arena.int32(pointer, values.length).set(values);
    else arena.float32(pointer, values.length).set(values);
    return pointer;
  }
}

/** @throws {HeteroGraphError} INVALID_OPTION */
export function expectOperand(matrix: unknown): asserts matrix is SparseOperand {
  if (matrix instanceof SparseOperand) return;
  throw new HeteroGraphError('INVALID_OPTION', 'The sparse side is not a SparseOperand.', {
    hint: 'Make one with new SparseOperand(csr).',
  });
}
