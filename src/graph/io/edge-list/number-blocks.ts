const BLOCK = 65_536;
const INT32_MAX = 2 ** 31 - 1;

type Numbers = Int32Array | Float32Array | Float64Array;

/**
 * An append-only column of numbers that grows by blocks, so that nothing is copied while it grows. With `auto` each
 * block is kept as int32 where all its values fit, else as float64.
 */
export class NumberBlocks {
  readonly #kind: 'auto' | 'float32' | 'float64';
  #blocks: Numbers[] = [];
  #length = 0;
  #max = Number.NEGATIVE_INFINITY;

  constructor(kind: 'auto' | 'float32' | 'float64' = 'auto') {
    this.#kind = kind;
  }

  get length(): number {
    return this.#length;
  }

  /** Largest value appended (only kept for `auto`). */
  get max(): number {
    return this.#max;
  }

  /** Appends `values[rows[i]]` for i below count, or `values[i]` without rows. O(count). */
  append(values: Float64Array, count: number, rows?: Int32Array): void {
    if (count === 0) return;
    this.#blocks.push(this.#pack(values, count, rows));
    this.#length += count;
  }

  /** Calls `visit` with each block in turn. */
  forEach(visit: (block: Numbers, start: number) => void): void {
    let start = 0;
    for (const block of this.#blocks) {
      visit(block, start);
      start += block.length;
    }
  }

  /** One array of all values: Int32Array where every value fits, else floats. The blocks are given up. */
  take(): Numbers {
    const isInt = this.#blocks.every((block) => block instanceof Int32Array) && this.#kind === 'auto';
    const whole = isInt
      ? new Int32Array(this.#length)
      : this.#kind === 'float32'
        ? new Float32Array(this.#length)
        : new Float64Array(this.#length);
    this.forEach((block, start) => void whole.set(block, start));
    this.#blocks = [];
    this.#length = 0;
    return whole;
  }

  #pack(values: Float64Array, count: number, rows: Int32Array | undefined): Numbers {
    if (this.#kind !== 'auto') {
      const block = this.#kind === 'float32' ? new Float32Array(count) : new Float64Array(count);
      if (rows) for (let i = 0; i < count; i++) block[i] = values[rows[i]!]!;
      else block.set(values.subarray(0, count));
      return block;
    }
    const ints = new Int32Array(count);
    let max = this.#max;
    let fits = true;
    for (let i = 0; i < count; i++) {
      const value = values[rows ? rows[i]! : i]!;
      if (value > max) max = value;
      ints[i] = value;
      if (ints[i] !== value) fits = false;
    }
    this.#max = max;
    if (fits && max <= INT32_MAX) return ints;
    const floats = new Float64Array(count);
    for (let i = 0; i < count; i++) floats[i] = values[rows ? rows[i]! : i]!;
    return floats;
  }
}

export { BLOCK as BATCH_ROWS };
