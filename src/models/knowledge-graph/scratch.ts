import type { Pool } from '../../compute/index.js';

/** Named working arrays in the kernels' memory that grow as they are asked for and are kept between steps. */
export class Scratch {
  readonly #pool: Pool;
  readonly #blocks = new Map<string, { readonly pointer: number; readonly words: number }>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  /** What is in it is not said. */
  floats(name: string, length: number): Float32Array {
    return this.#pool.arena.float32(this.#pointer(name, length), length);
  }

  ints(name: string, length: number): Int32Array {
    return this.#pool.arena.int32(this.#pointer(name, length), length);
  }

  dispose(): void {
    for (const { pointer } of this.#blocks.values()) this.#pool.arena.free(pointer);
    this.#blocks.clear();
  }

  #pointer(name: string, length: number): number {
    const kept = this.#blocks.get(name);
    if (kept && kept.words >= length) return kept.pointer;
    if (kept) this.#pool.arena.free(kept.pointer);
    const pointer = this.#pool.arena.alloc(length * 4);
    this.#blocks.set(name, { pointer, words: length });
    return pointer;
  }
}
