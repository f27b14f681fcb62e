import type { ColumnScores } from './column-scores.js';

export interface HbosOptions {
  /** Bins of equal width; default 10. */
  readonly bins?: number;
}

/** Added to the height of a bin, which bounds what one column can say. */
const REGULAR = 0.1;
/** Share of a bin's width up to which a value beyond the ends belongs to the bin there. */
const BEYOND = 0.5;

/**
 * HBOS: -log2 of the height of a histogram with highest bin 1, column by column. Goldstein, Dengel: Histogram-based outlier score (HBOS). KI
 * 2012.
 */
export function fitHbos(columns: readonly Float64Array[], { bins = 10 }: HbosOptions = {}): ColumnScores {
  const histograms = columns.map((values) => {
    const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const width = (most - least) / bins;
    const counts = new Float64Array(bins);
    for (const value of values) counts[width === 0 ? 0 : Math.min(bins - 1, Math.floor((value - least) / width))]!++;
    const highest = counts.reduce((a, b) => Math.max(a, b));
    const scores = counts.map((count) => -Math.log2(count / highest + REGULAR));
    return { least, most, width, scores, oddest: scores.reduce((a, b) => Math.max(a, b)) };
  });
  return (column, value) => {
    const { least, most, width, scores, oddest } = histograms[column]!;
    if (value < least - width * BEYOND || value > most + width * BEYOND) return oddest;
    if (width === 0) return scores[0]!;
    // A value on an edge belongs to the bin before it.
    return scores[Math.min(bins - 1, Math.max(0, Math.ceil((value - least) / width) - 1))]!;
  };
}
