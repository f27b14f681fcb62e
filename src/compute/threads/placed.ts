import type { Csr, SparseMatrix } from '../../core/index.js';
import type { Arena } from './arena.js';

/** Arrays passed to kernels: those outside the arena are copied into it, and the copies freed at the end. */
export class Placement {
  readonly #arena: Arena;
  readonly #owned: number[] = [];

  constructor(arena: Arena) {
    this.#arena = arena;
  }

  /** Address of the array's values in the arena. */
  of(values: Float32Array | Float64Array | Int32Array | Uint32Array | Uint16Array): number {
    if (this.#arena.owns(values)) return values.byteOffset;
    const pointer = this.#arena.copyIn(values);
    this.#owned.push(pointer);
    return pointer;
  }

  /** A working block, of whatever content. */
  block(bytes: number): number {
    const pointer = this.#arena.alloc(bytes);
    this.#owned.push(pointer);
    return pointer;
  }

  dispose(): void {
    for (const pointer of this.#owned) this.#arena.free(pointer);
    this.#owned.length = 0;
  }
}

/** Runs `use` with a placement that is disposed of afterwards, also when `use` throws. */
export function placed<T>(arena: Arena, use: (place: Placement) => T): T {
  const place = new Placement(arena);
  try {
    return use(place);
  } finally {
    place.dispose();
  }
}

/** A copy of the index arrays in the arena, for use by many calls; {@link freeCsr} frees it. */
export function placeCsr(arena: Arena, csr: Csr): Csr {
  const copy = (values: Int32Array) => {
    const target = arena.int32(arena.alloc(values.byteLength), values.length);
    target.set(values);
    return target;
  };
  return { numRows: csr.numRows, numCols: csr.numCols, indptr: copy(csr.indptr), indices: copy(csr.indices) };
}

export function freeCsr(arena: Arena, csr: Csr | SparseMatrix): void {
  arena.free(csr.indptr);
  arena.free(csr.indices);
}
