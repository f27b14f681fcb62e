import { expectArgument, HeteroGraphError, type RandomStream } from '../../core/index.js';
import { type DrawOptions, draw } from './random.js';

/**
 * Draws from a discrete distribution in constant time: every cell holds its own number up to a limit and one other above it (Walker
 * 1977; building after Vose 1991). O(n) to build.
 */
export class AliasTable {
  readonly size: number;
  /** A cell keeps its number where the second word is below this, [size]; else it gives its alias. */
  readonly limits: Uint32Array;
  /** [size]. */
  readonly aliases: Int32Array;

  /**
   * @param weights finite, at least 0, not all 0; probabilities are in proportion, true to 2^-32
   * @throws {HeteroGraphError} INVALID_OPTION naming the first bad weight
   */
  constructor(weights: ArrayLike<number>) {
    expectArgument(weights, 'numbers', 'weights');
    const n = weights.length;
    let total = 0;
    for (let i = 0; i < n; i++) {
      if (!(weights[i]! >= 0 && Number.isFinite(weights[i]!))) {
        throw new HeteroGraphError('INVALID_OPTION', `A weight is ${weights[i]}.`, {
          row: i,
          hint: 'Use finite numbers from 0.',
        });
      }
      total += weights[i]!;
    }
    if (!(total > 0 && Number.isFinite(total))) {
      throw new HeteroGraphError('INVALID_OPTION', `The weights add up to ${total}.`, {
        hint: 'Give at least one weight above 0, and weights whose sum is finite.',
      });
    }
    this.size = n;
    this.limits = new Uint32Array(n).fill(0xffffffff);
    this.aliases = new Int32Array(n);
    const scaled = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      this.aliases[i] = i;
      scaled[i] = (weights[i]! * n) / total;
    }
    this.#build(scaled);
  }

  /**
   * Numbers in [0, size); draw i uses words `from` + 2 i and the one after. Threaded, the same numbers for any number of threads.
   * O(count).
   *
   * @throws {HeteroGraphError} INVALID_OPTION
   */
  sample(stream: RandomStream, count: number, options: DrawOptions = {}): Int32Array {
    return draw(
      'aliasDraw',
      stream,
      count,
      options,
      (place) => [place(this.limits), place(this.aliases), this.size],
      (out, arena) => arena.int32(out, count).slice(),
    );
  }

  /** Draw i as {@link sample} makes it, one at a time. */
  sampleAt(stream: RandomStream, i: number): number {
    // The high word of a product of 32-bit numbers, in two exact steps.
    const word = stream.uint32At(2 * i);
    const low = Math.floor(((word & 0xffff) * this.size) / 65536);
    const cell = Math.floor(((word >>> 16) * this.size + low) / 65536);
    return stream.uint32At(2 * i + 1) < this.limits[cell]! ? cell : this.aliases[cell]!;
  }

  /** Cells below the average take the rest of their room from one above it, which goes back on its list. */
  #build(scaled: Float64Array): void {
    const n = this.size;
    const [small, large] = [new Int32Array(n), new Int32Array(n)];
    let [numSmall, numLarge] = [0, 0];
    for (let i = n - 1; i >= 0; i--) {
      if (scaled[i]! < 1) small[numSmall++] = i;
      else large[numLarge++] = i;
    }
    while (numSmall > 0 && numLarge > 0) {
      const low = small[--numSmall]!;
      const high = large[--numLarge]!;
      this.limits[low] = Math.min(0xffffffff, Math.round(scaled[low]! * 4294967296));
      this.aliases[low] = high;
      scaled[high] = scaled[high]! + scaled[low]! - 1;
      if (scaled[high]! < 1) small[numSmall++] = high;
      else large[numLarge++] = high;
    }
    // What rounding left over counts as full; a cell of weight 0 already has a partner.
  }
}
