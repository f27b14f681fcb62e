import type * as tf from '@tensorflow/tfjs-core';
import type { GpuBackend } from '../engine/gpu-backend.js';
import type { SparseOperand } from '../engine/sparse-operand.js';
import { Uploads } from './program.js';

/** Arrays of a sparse matrix, or of its transpose, on the device; each is uploaded at its first use. */
export interface DeviceMatrix {
  readonly numRows: number;
  readonly indptr: tf.TensorInfo;
  readonly indices: tf.TensorInfo;
  /** Values of the entries, where the matrix has any. */
  readonly values: tf.TensorInfo | undefined;
  /** Number that each entry has in the matrix itself. */
  readonly entries: tf.TensorInfo;
  /** For each entry, by its number in the matrix itself, the row it is in. */
  readonly owners: tf.TensorInfo;
}

interface Sides {
  readonly forward: DeviceMatrix;
  readonly backward: DeviceMatrix;
}

/** Matrices stay on the device until their operand is disposed. */
const placed = new WeakMap<SparseOperand, Sides>();

export function deviceMatrix(backend: GpuBackend, matrix: SparseOperand, transposed: boolean): DeviceMatrix {
  let sides = placed.get(matrix);
  if (sides === undefined) {
    const uploads = new Uploads(backend);
    sides = { forward: new Lazy(matrix, false, uploads), backward: new Lazy(matrix, true, uploads) };
    placed.set(matrix, sides);
    matrix.onDispose(() => {
      uploads.dispose();
      placed.delete(matrix);
    });
  }
  return transposed ? sides.backward : sides.forward;
}

const constants = new WeakMap<SparseOperand, { uploads: Uploads; arrays: Map<Int32Array, tf.TensorInfo> }>();

/** Constants of the entries on the device, such as their types: uploaded at the first use, kept until the matrix is disposed. */
export function deviceConstants(backend: GpuBackend, matrix: SparseOperand, values: Int32Array): tf.TensorInfo {
  let kept = constants.get(matrix);
  if (kept === undefined) {
    const made = { uploads: new Uploads(backend), arrays: new Map<Int32Array, tf.TensorInfo>() };
    kept = made;
    constants.set(matrix, made);
    matrix.onDispose(() => {
      made.uploads.dispose();
      constants.delete(matrix);
    });
  }
  const info = kept.arrays.get(values) ?? kept.uploads.of(values);
  kept.arrays.set(values, info);
  return info;
}

type Part = 'indptr' | 'indices' | 'values' | 'entries' | 'owners';

class Lazy implements DeviceMatrix {
  readonly #matrix: SparseOperand;
  readonly #transposed: boolean;
  readonly #uploads: Uploads;
  readonly #parts = new Map<Part, tf.TensorInfo>();

  constructor(matrix: SparseOperand, transposed: boolean, uploads: Uploads) {
    this.#matrix = matrix;
    this.#transposed = transposed;
    this.#uploads = uploads;
  }

  get numRows(): number {
    return this.#transposed ? this.#matrix.numCols : this.#matrix.numRows;
  }

  get indptr(): tf.TensorInfo {
    return this.#part('indptr', () => this.#matrix.arrays(this.#transposed).indptr);
  }

  get indices(): tf.TensorInfo {
    return this.#part('indices', () => this.#matrix.arrays(this.#transposed).indices);
  }

  get values(): tf.TensorInfo | undefined {
    const csr = this.#matrix.arrays(this.#transposed);
    return 'values' in csr ? this.#part('values', () => csr.values) : undefined;
  }

  get entries(): tf.TensorInfo {
    return this.#part('entries', () =>
      this.#transposed
        ? this.#matrix.transposedEntries()
        : Int32Array.from({ length: this.#matrix.numEntries }, (_, e) => e),
    );
  }

  get owners(): tf.TensorInfo {
    return this.#part('owners', () => (this.#transposed ? this.#matrix.arrays(false).indices : this.#rowNumbers()));
  }

  #rowNumbers(): Int32Array {
    const { indptr } = this.#matrix.arrays(false);
    const rows = new Int32Array(this.#matrix.numEntries);
    for (let r = 0; r < this.#matrix.numRows; r++) rows.fill(r, indptr[r]!, indptr[r + 1]!);
    return rows;
  }

  #part(name: Part, values: () => Int32Array | Float32Array): tf.TensorInfo {
    let info = this.#parts.get(name);
    if (info === undefined) {
      info = this.#uploads.of(values());
      this.#parts.set(name, info);
    }
    return info;
  }
}
