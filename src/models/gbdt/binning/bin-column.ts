import { RandomStream } from '../../../core/index.js';
import type { TreeColumn } from '../core/column.js';
import type { BoostedTreesSettings } from '../core/settings.js';
import { categoryBins } from './category-bins.js';
import { numberBounds } from './number-bins.js';

/** How the values of a column become bins. */
export interface ColumnBins {
  /** Its number among the columns given. */
  readonly feature: number;
  readonly kind: 'number' | 'category';
  /** Bins of values, without that of missing numbers. */
  readonly numBins: number;
  /** Whether the last bin, `numBins`, is that of missing numbers. */
  readonly hasMissing: boolean;
  /** Of numbers: the highest value of each bin. */
  readonly bounds: Float64Array;
  /** Of categories: those of the bins from 1 on. */
  readonly codes: Int32Array;
  /** The lowest and the highest number, of the rows that decided; empty where there is none. */
  readonly range: readonly number[];
  /** 1: predictions never fall with the column; -1: never rise; 0: either. */
  readonly direction: number;
}

/** Bins of columns as training rows have them; rows are drawn where there are many. */
export function binsOf(
  columns: readonly TreeColumn[],
  { maxBins, minDataInBin, binRows, monotone, seed }: BoostedTreesSettings,
): ColumnBins[] {
  const sample = sampleRows(columns[0]?.values.length ?? 0, binRows, seed);
  return columns.map(({ name, kind, values }, feature) => {
    const direction = Object.hasOwn(monotone, name) ? monotone[name]! : 0;
    if (kind === 'category') {
      const codes = categoryBins(values, maxBins, minDataInBin);
      const none = new Float64Array();
      const numBins = codes.length + 1;
      return { feature, kind, numBins, hasMissing: false, bounds: none, codes, range: [], direction };
    }
    const hasMissing = hasNaN(values);
    const sorted = present(values, sample);
    const bounds = numberBounds(sorted, Math.max(1, maxBins - Number(hasMissing)), minDataInBin);
    const range = sorted.length > 0 ? [sorted[0]!, sorted.at(-1)!] : [];
    return { feature, kind, numBins: bounds.length, hasMissing, bounds, codes: new Int32Array(), range, direction };
  });
}

function hasNaN(values: Float64Array | Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true;
  return false;
}

/** Rows that decide bins; undefined: all. */
function sampleRows(numRows: number, most: number, seed: number): Int32Array | undefined {
  if (numRows <= most) return undefined;
  const random = new RandomStream(seed, 'gbdt', 'bins');
  const rows = new Int32Array(most);
  // One row of each of `most` equal parts.
  for (let i = 0; i < most; i++) rows[i] = Math.floor(((i + random.next()) * numRows) / most);
  return rows;
}

/** Values that are there, rising. */
function present(values: Float64Array | Float32Array, rows: Int32Array | undefined): Float64Array {
  const size = rows?.length ?? values.length;
  const kept = new Float64Array(size);
  let n = 0;
  for (let i = 0; i < size; i++) {
    const value = values[rows ? rows[i]! : i]!;
    if (!Number.isNaN(value)) kept[n++] = value;
  }
  return kept.subarray(0, n).sort();
}
