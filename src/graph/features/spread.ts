import type { Cells } from './cells.js';
import type { ColumnEncoding, ColumnSpread } from './encoding.js';

const BINS = 10;

/** Undefined of texts, dates and matrices: dates of new data are later, as is to be expected. */
export function spreadOf(cells: Cells, encoding: ColumnEncoding, rows: Int32Array): ColumnSpread | undefined {
  if (encoding.kind === 'number') {
    const starts = tenths(cells, rows);
    return { starts, counts: countBins(cells, encoding, rows, starts) };
  }
  if (encoding.kind !== 'boolean' && encoding.kind !== 'category') return undefined;
  return { counts: countBins(cells, encoding, rows) };
}

/**
 * How far the spread of rows is from an earlier one: the population stability index, the sum over bins of (p - q) ln(p / q), with half a row
 * more in every bin.
 *
 * @returns the index, and what two samples of these sizes of the same population have on average
 */
export function stabilityIndex(before: readonly number[], after: readonly number[]): { index: number; chance: number } {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count + 0.5, 0);
  const [n, m] = [total(before), total(after)];
  const index = before.reduce((sum, count, bin) => {
    const [p, q] = [(count + 0.5) / n, (after[bin]! + 0.5) / m];
    return sum + (p - q) * Math.log(p / q);
  }, 0);
  return { index, chance: (before.length - 1) * (1 / n + 1 / m) };
}

/** Rows by bin, in the bins of an encoding. */
export function countBins(
  cells: Cells,
  encoding: ColumnEncoding,
  rows: Int32Array,
  starts: readonly number[] = [],
): number[] {
  const categories = new Map(encoding.kind === 'category' ? encoding.categories.map((text, c) => [text, c]) : []);
  const others = encoding.kind === 'number' ? starts.length : encoding.kind === 'boolean' ? 1 : categories.size;
  const counts = new Array<number>(others + 2).fill(0);
  for (const row of rows) {
    if (encoding.kind === 'category') {
      const text = cells.text(row);
      counts[text === null ? others + 1 : (categories.get(text) ?? others)]!++;
      continue;
    }
    const value = cells.number(row);
    if (Number.isNaN(value)) counts[others + 1]!++;
    else counts[encoding.kind === 'boolean' ? (value === 0 ? 0 : 1) : starts.filter((each) => each <= value).length]!++;
  }
  return counts;
}

/** The distinct values at which the second to the last tenth of the rows begin. */
function tenths(cells: Cells, rows: Int32Array): number[] {
  const sorted = Float64Array.from(rows, cells.number)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const starts = Array.from({ length: BINS - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / BINS)]!);
  return [...new Set(starts)].filter((value) => value > sorted[0]!);
}
