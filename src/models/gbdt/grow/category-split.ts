import type { BoostedTreesSettings } from '../core/settings.js';
import { secondOf, wide } from './histogram-words.js';
import { gainOf, type Leaf, leafValueOf, type Scale, type Split } from './leaf.js';

/** A category in a leaf, or several of them. */
interface Group {
  readonly bin: number;
  readonly g: number;
  readonly h: number;
  readonly rows: number;
}

/** What splits of categories are looked for in. */
export interface CategoryColumn {
  /** Number among the columns of the matrix. */
  readonly column: number;
  readonly numBins: number;
  /** The histogram, four words a bin. */
  readonly words: Int32Array;
  readonly countBits: number;
}

/**
 * The best set of categories to go left: one against all others where there are few of them, else those of the lowest or of the highest
 * mean gradients (LightGBM, after Fisher, 1958). Bin 0, of all other categories and missing values, never goes left.
 *
 * @param floor the gain that must be exceeded
 */
export function categorySplit(
  given: CategoryColumn,
  leaf: Leaf,
  scale: Scale,
  settings: BoostedTreesSettings,
  floor: number,
): Split | undefined {
  const groups: Group[] = [];
  for (let bin = 1; bin < given.numBins; bin++) {
    const at = 4 * bin;
    const { words, countBits } = given;
    const rows = words[at + 2]! & (2 ** countBits - 1);
    if (rows === 0) continue;
    const [g, h] = [wide(words[at]!, words[at + 1]!), secondOf(words[at + 2]!, words[at + 3]!, countBits)];
    groups.push({ bin, g, h, rows });
  }
  const search = new Search(given.column, leaf, scale, settings, floor);
  if (given.numBins - 1 <= settings.maxCatToOnehot) for (const group of groups) search.tryAlone(group);
  else search.trySets(groups);
  return search.best;
}

class Search {
  best: Split | undefined;
  readonly #column: number;
  readonly #leaf: Leaf;
  readonly #scale: Scale;
  readonly #settings: BoostedTreesSettings;
  #floor: number;

  constructor(column: number, leaf: Leaf, scale: Scale, settings: BoostedTreesSettings, floor: number) {
    this.#column = column;
    this.#leaf = leaf;
    this.#scale = scale;
    this.#settings = settings;
    this.#floor = floor;
  }

  tryAlone({ bin, g, h, rows }: Group): void {
    if (this.#fits(rows, h)) this.#offer([bin], g, h, rows, this.#scale);
  }

  trySets(groups: readonly Group[]): void {
    const { catSmooth, catL2, maxCatThreshold, minDataPerGroup } = this.#settings;
    const { unitH, l2 } = this.#scale;
    const mean = ({ g, h }: Group) => g / (h + catSmooth / unitH);
    const ordered = groups.filter(({ rows }) => rows >= catSmooth).sort((a, b) => mean(a) - mean(b) || a.bin - b.bin);
    const scale = { ...this.#scale, l2: l2 + catL2 };
    const most = Math.min(maxCatThreshold, (ordered.length + 1) >> 1);
    for (const order of [ordered, ordered.toReversed()]) {
      let [g, h, rows, group] = [0, 0, 0, 0];
      for (let i = 0; i < most; i++) {
        const next = order[i]!;
        g += next.g;
        h += next.h;
        rows += next.rows;
        group += next.rows;
        if (this.#leaf.count - rows < minDataPerGroup) break;
        if (group < minDataPerGroup || !this.#fits(rows, h)) continue;
        group = 0;
        const bins = () => order.slice(0, i + 1).map(({ bin }) => bin);
        this.#offer(bins, g, h, rows, scale);
      }
    }
  }

  #fits(rows: number, h: number): boolean {
    const { minChildSamples, minChildWeight } = this.#settings;
    const { count, sumH } = this.#leaf;
    const { unitH } = this.#scale;
    const [right, rightH] = [count - rows, sumH - h];
    if (rows < Math.max(1, minChildSamples) || right < Math.max(1, minChildSamples)) return false;
    return h > 0 && rightH > 0 && h * unitH >= minChildWeight && rightH * unitH >= minChildWeight;
  }

  #offer(bins: readonly number[] | (() => number[]), g: number, h: number, rows: number, scale: Scale): void {
    const { low, high, sumG, sumH } = this.#leaf;
    const [rightG, rightH] = [sumG - g, sumH - h];
    const left = gainOf(g, h, scale, leafValueOf(g, h, scale, low, high));
    const gain = left + gainOf(rightG, rightH, scale, leafValueOf(rightG, rightH, scale, low, high));
    if (!(gain > this.#floor)) return;
    this.#floor = gain;
    const set = typeof bins === 'function' ? bins() : bins;
    const rest = { bin: 0, missing: undefined, bins: set, l2: scale.l2 };
    this.best = { gain, column: this.#column, leftG: g, leftH: h, leftRows: rows, ...rest };
  }
}
