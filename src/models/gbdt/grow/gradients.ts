import type { Pool } from '../../../compute/index.js';
import { type Placement, treeQuantiseInto } from '../../../compute/internal.js';

/** The most bits of a gradient, of a sum that a double holds, and of a pair's half. */
const [mostBits, sumBits, halfBits] = [31, 53, 63];
/** Exponents of powers of two that are normal numbers. */
const mostExponent = 1000;

/**
 * Gradients and second derivatives of all rows, as doubles and as whole numbers of units that are powers of two: as fine as sums over all
 * rows allow, which are then exact whatever their order.
 */
export class Gradients {
  readonly #pool: Pool;
  readonly #numRows: number;
  readonly #at: readonly [number, number, number];
  /** [rows] each, to be written before {@link quantise}. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** Bits of a count of rows. */
  readonly countBits: number;
  /** What one unit is. */
  unitG = 1;
  unitH = 1;

  /** @param place of its blocks, which are freed with it */
  constructor(pool: Pool, place: Placement, numRows: number) {
    const { arena } = pool;
    this.#pool = pool;
    this.#numRows = numRows;
    this.#at = [place.block(8 * numRows), place.block(8 * numRows), place.block(16 * numRows)];
    this.first = arena.float64(this.#at[0], numRows);
    this.second = arena.float64(this.#at[1], numRows);
    this.countBits = Math.max(1, 32 - Math.clz32(numRows));
  }

  /** Address of the pairs of whole numbers. */
  get pairs(): number {
    return this.#at[2];
  }

  quantise(): void {
    const exponents = [
      exponentFor(largest(this.first), Math.min(mostBits, sumBits - this.countBits)),
      exponentFor(largest(this.second), Math.min(mostBits, halfBits - 2 * this.countBits, sumBits - this.countBits)),
    ] as const;
    [this.unitG, this.unitH] = [2 ** -exponents[0], 2 ** -exponents[1]];
    const [gradients, seconds, out] = this.#at;
    treeQuantiseInto(this.#pool, { gradients, seconds, out, exponents, countBits: this.countBits }, this.#numRows);
  }
}

/** The power of two that makes the largest value a whole number of at most so many bits. */
function exponentFor(value: number, bits: number): number {
  if (value === 0) return 0;
  const exponent = bits - 1 - Math.ceil(Math.log2(value));
  return Math.max(-mostExponent, Math.min(mostExponent, exponent));
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]!);
    if (size > most) most = size;
  }
  return most;
}
