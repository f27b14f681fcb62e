import { type Placement, treeHistogramBytes, treeSplitBytes, treeSplitsInto } from '../../../compute/internal.js';
import type { BinMatrix } from '../binning/bin-matrix.js';
import type { BoostedTreesSettings } from '../core/settings.js';
import { categorySplit } from './category-split.js';
import type { Gradients } from './gradients.js';
import { gainOf, type Leaf, type Scale, type Split } from './leaf.js';

/** Part of a leaf's own gain that a split must bring beyond it: less is rounding. */
const rounding = 1e-11;
/** Where missing values go, as the kernel says it. */
const sides = ['right', 'left', undefined] as const;

/** Finds the best splits of leaves from their histograms. */
export class SplitFinder {
  readonly #matrix: BinMatrix;
  readonly #settings: BoostedTreesSettings;
  readonly #bounded: boolean;
  /** Addresses: what all leaves share, two leaves, what was found. */
  readonly #common: number;
  readonly #leaves: number;
  readonly #out: number;

  /** @param place of its blocks, which are freed with it */
  constructor(place: Placement, matrix: BinMatrix, settings: BoostedTreesSettings) {
    this.#matrix = matrix;
    this.#settings = settings;
    this.#bounded = matrix.columns.some(({ direction }) => direction !== 0);
    this.#common = place.block(8 * 8);
    this.#leaves = place.block(2 * 8 * 8);
    this.#out = place.block(2 * matrix.columns.length * treeSplitBytes);
  }

  /**
   * Sets `split` of a leaf, or of two siblings, the larger of which has the histograms of both, which become its own.
   *
   * @param isUsed [U], the columns that may be split
   */
  find(smaller: Leaf, larger: Leaf | undefined, gradients: Gradients, scale: Scale, isUsed: Uint8Array): void {
    const { pool, entries, columns } = this.#matrix;
    const { minChildSamples, minChildWeight } = this.#settings;
    const { unitG, unitH, l1, l2 } = scale;
    // The kernel knows no units: all powers of two, they change no bit.
    const [unitValue, unitGain] = [unitG / unitH, (unitG / unitH) * unitG];
    const leastH = Math.max(minChildWeight / unitH, l2 > 0 ? 0 : 1);
    const common = [l1 / unitG, l2 / unitH, leastH, Math.max(1, minChildSamples)];
    pool.arena.float64(this.#common, 4).set(common);
    const leaves = larger ? [smaller, larger] : [smaller];
    const floors = leaves.map((leaf) => this.#floorOf(leaf, scale));
    const parameters = pool.arena.float64(this.#leaves, 16);
    for (const [i, { sumG, sumH, count, low, high }] of leaves.entries()) {
      const bounds = [low / unitValue, high / unitValue];
      parameters.set([sumG, sumH, count, ...bounds, floors[i]! / unitGain], 8 * i);
    }
    treeSplitsInto(pool, {
      ...{ smaller: smaller.slot, larger: larger?.slot ?? 0, columns: entries, common: this.#common },
      ...{ leaves: this.#leaves, out: this.#out, numColumns: columns.length },
      ...{ countBits: gradients.countBits, bounded: this.#bounded },
    });
    for (const [i, leaf] of leaves.entries()) {
      const best = this.#best(i, leaf, gradients, scale, isUsed, floors[i]!);
      const own = gainOf(leaf.sumG, leaf.sumH, scale, leaf.value);
      leaf.split = best && { ...best, gain: best.gain - own };
    }
  }

  /** The gain that a split must exceed. */
  #floorOf(leaf: Leaf, scale: Scale): number {
    const own = gainOf(leaf.sumG, leaf.sumH, scale, leaf.value);
    return own + Math.abs(own) * rounding + this.#settings.minGain;
  }

  /** Of equal gains the first column is kept. */
  #best(
    i: number,
    leaf: Leaf,
    gradients: Gradients,
    scale: Scale,
    isUsed: Uint8Array,
    floor: number,
  ): Split | undefined {
    const { pool, columns } = this.#matrix;
    const found = this.#out + i * columns.length * treeSplitBytes;
    const unitGain = (scale.unitG / scale.unitH) * scale.unitG;
    const gains = pool.arena.float64(found, 8 * columns.length);
    let [best, gain]: [Split | undefined, number] = [undefined, floor];
    let column = -1;
    for (let c = 0; c < columns.length; c++) {
      if (columns[c]!.kind === 'number') {
        const found = gains[8 * c]! * unitGain;
        if (found > gain) [column, gain] = [c, found];
        continue;
      }
      if (!isUsed[c]) continue;
      const { numBins } = columns[c]!;
      const words = pool.arena.int32(leaf.slot + c * treeHistogramBytes, 4 * numBins);
      const { countBits } = gradients;
      const split = categorySplit({ column: c, numBins, words, countBits }, leaf, scale, this.#settings, gain);
      if (split) [best, gain, column] = [split, split.gain, c];
    }
    if (column < 0 || columns[column]!.kind === 'category') return best;
    const [, leftG, leftH] = gains.subarray(8 * column);
    const [leftRows, bin, missing] = pool.arena.int32(found + column * treeSplitBytes + 24, 3);
    const side = { leftG: leftG!, leftH: leftH!, leftRows: leftRows!, bin: bin!, missing: sides[missing!] };
    return { gain, column, ...side, l2: scale.l2 };
  }
}
