import type { ColumnBins } from '../binning/bin-column.js';

/** What LightGBM's text says of a feature: `[low:high]`, its categories, or `none` where it cannot be split. */
export function featureInfo({ kind, numBins, hasMissing, codes, range }: ColumnBins): string {
  if (numBins + Number(hasMissing) < 2) return 'none';
  if (kind === 'category') return codes.toSorted().join(':');
  return range.length === 2 ? `[${range.join(':')}]` : 'none';
}
