import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectOptions, expectSize, expectWithin, rowsOf } from './checks.js';
import type { PoolOption } from './run-into.js';

export interface QuantiseOptions extends PoolOption {
  /** Of a value: 8, 4 or 1. */
  readonly bits: 8 | 4 | 1;
  /** Values of a row that share an offset and a scale, 32 or 64: eight bytes a block. Default 64. */
  readonly block?: 32 | 64;
}

/**
 * A matrix in 8, 4 or 1 bit a value, for features and vectors whose memory is what costs; rows come back as float32. Made by {@link quantise}. It
 * lies in the pool's arena, `bytes`, until {@link dispose}.
 */
export class QuantisedMatrix {
  readonly count: number;
  readonly width: number;
  readonly bits: 8 | 4 | 1;
  readonly block: 32 | 64;
  readonly #pool: Pool;
  readonly #blocks: number;
  readonly #codes: number;
  readonly #scales: number;
  #disposed = false;

  /** @throws {HeteroGraphError} as {@link quantise} */
  constructor(x: Float32Array, width: number, options: QuantiseOptions) {
    expectArgument(x, 'numbers', 'x');
    expectArgument(options, 'object', 'options');
    const { bits, block = 64, pool = getPool() } = options;
    this.count = rowsOf('The matrix', x, width);
    expectOneOf('bits', bits, [8, 4, 1]);
    expectOneOf('block', block, [32, 64]);
    this.width = width;
    this.bits = bits;
    this.block = block;
    this.#pool = pool;
    this.#blocks = Math.ceil(width / block);
    const { arena } = pool;
    const blocks = this.count * this.#blocks;
    this.#codes = arena.alloc((blocks * block * bits) / 8);
    try {
      this.#scales = arena.alloc(blocks * 8);
    } catch (error) {
      arena.free(this.#codes);
      throw error;
    }
    try {
      placed(arena, (place) => {
        pool.run('quantiseRows', [place.of(x), width, block, bits, this.#codes, this.#scales], this.count, this.#grain);
      });
      this.#expectFinite(x);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Bytes that codes, offsets and scales take. */
  get bytes(): number {
    return this.count * this.#blocks * ((this.block * this.bits) / 8 + 8);
  }

  /**
   * Rows as float32 [numbers.length, width], in the order asked; a row may be asked for again. Threaded. O(rows width).
   *
   * @throws {HeteroGraphError} INDEX_OUT_OF_RANGE
   */
  rows(numbers: Int32Array): Float32Array {
    expectWithin('Row', numbers, this.count);
    return this.#decode(numbers.length, numbers);
  }

  /** All rows as float32 [count, width]. */
  toDense(): Float32Array {
    return this.#decode(this.count);
  }

  /**
   * Inner products of a query [width] with all rows as they are kept [count], in float32. Threaded; the same bits for any number of threads. O(count width).
   *
   * @throws {HeteroGraphError} SHAPE_MISMATCH
   */
  dot(query: Float32Array): Float32Array {
    expectArgument(query, 'numbers', 'query');
    expectSize('The query', query, this.width);
    this.#expectKept();
    const padded = new Float32Array(this.#blocks * this.block);
    padded.set(query);
    const sums = new Float32Array(this.#blocks);
    for (let b = 0; b < sums.length; b++) {
      let sum = 0;
      for (let d = b * this.block; d < (b + 1) * this.block; d++) sum += padded[d]!;
      sums[b] = sum;
    }
    return placed(this.#pool.arena, (place) => {
      const out = place.block(this.count * 4);
      const from = [this.#codes, this.#scales, place.of(padded), place.of(sums), out];
      this.#pool.run('quantisedDots', [...from, this.#blocks, this.block, this.bits], this.count, this.#grain);
      return this.#pool.arena.float32(out, this.count).slice();
    });
  }

  /** Gives the memory back; a second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#pool.arena.free(this.#codes);
    this.#pool.arena.free(this.#scales);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Rows that a thread takes at once. */
  get #grain(): number {
    return Math.max(1, Math.ceil(16_384 / Math.max(1, this.width)));
  }

  #decode(count: number, numbers?: Int32Array): Float32Array {
    this.#expectKept();
    const { arena } = this.#pool;
    return placed(arena, (place) => {
      const size = count * this.width;
      const out = place.block(size * 4);
      const args = [this.#codes, this.#scales, numbers && size > 0 ? place.of(numbers) : 0, out];
      if (size > 0) {
        this.#pool.run('dequantiseRows', [...args, this.width, this.block, this.bits], count, this.#grain);
      }
      return arena.float32(out, size).slice();
    });
  }

  #expectKept(): void {
    if (!this.#disposed) return;
    throw new HeteroGraphError('DISPOSED', 'The matrix has been disposed of.', { hint: 'Quantise it again.' });
  }

  /** The kernel marks a block that it cannot keep by the scale NaN. */
  #expectFinite(x: Float32Array): void {
    const scales = this.#pool.arena.float32(this.#scales, this.count * this.#blocks * 2);
    for (let b = 0; 2 * b < scales.length; b++) {
      if (!Number.isNaN(scales[2 * b + 1]!)) continue;
      const row = Math.floor(b / this.#blocks);
      const first = (b % this.#blocks) * this.block;
      const values = x.subarray(row * this.width + first, row * this.width + Math.min(this.width, first + this.block));
      const at = values.findIndex((value) => !Number.isFinite(value));
      const column = first + Math.max(0, at);
      const where = { row, column: String(column) };
      if (at >= 0) {
        throw new HeteroGraphError('NON_FINITE', `The value in row ${row}, column ${column} is ${values[at]}.`, {
          ...where,
          hint: 'Replace it by a number, or leave the row out.',
        });
      }
      throw new HeteroGraphError(
        'VALUE_OUT_OF_RANGE',
        `Values of row ${row} from column ${column} on span over 3e38.`,
        {
          ...where,
          hint: 'Scale the matrix down.',
        },
      );
    }
  }
}

/**
 * A matrix in few bits: each block of a row has an offset and a scale, and a value is kept as the nearest of 256 or 16 equal steps from the
 * block's least to its largest, or as one of two means (1 bit). With r the range of the block, no value is off by more than r / 510 (8 bits), r / 30
 * (4) or r (1), and the rounding of float32 (2^-20 of the block's largest magnitude). Threaded; the same bits for any number of threads.
 *
 * ```ts
 * using small = quantise(features, 64, { bits: 8 });
 * const batch = small.rows(Int32Array.of(3, 17)); // Float32Array [2, 64]
 * ```
 *
 * @param x [rows, width], row by row
 * @throws {HeteroGraphError} NON_FINITE and VALUE_OUT_OF_RANGE (values of a block that span over 3e38) naming row and column; SHAPE_MISMATCH, INVALID_OPTION,
 * OUT_OF_MEMORY
 */
export function quantise(x: Float32Array, width: number, options: QuantiseOptions): QuantisedMatrix {
  expectArgument(options, 'object', 'options');
  expectOptions(options, { bits: null, block: null, pool: null });
  return new QuantisedMatrix(x, width, options);
}

function expectOneOf(name: string, value: number, allowed: readonly number[]): void {
  if (allowed.includes(value)) return;
  throw new HeteroGraphError('INVALID_OPTION', `${name} is ${value}.`, {
    column: name,
    hint: `It must be ${allowed.join(' or ')}.`,
  });
}
