/**
 * Bounds of the bins of a column: a value belongs to the first bin whose bound it does not exceed; the last bound is infinite. Values that
 * occur often have bins of their own, the others share theirs in about equal numbers, as in LightGBM.
 *
 * @param sorted values without NaN, rising
 */
export function numberBounds(sorted: Float64Array, maxBins: number, minDataInBin: number): Float64Array {
  const { values, counts } = distinct(sorted);
  const ends =
    values.length <= maxBins ? ownBins(counts, minDataInBin) : sharedBins(counts, sorted.length, maxBins, minDataInBin);
  const bounds = ends.map((i) => between(values[i]!, values[i + 1]!));
  return Float64Array.of(...bounds, Number.POSITIVE_INFINITY);
}

/** A number from `low` to below `high`, halfway where there is one. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle >= low && middle < high && Number.isFinite(middle) ? middle : low;
}

function distinct(sorted: Float64Array): { values: number[]; counts: number[] } {
  const values: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < sorted.length; ) {
    const value = sorted[i]!;
    const start = i;
    while (i < sorted.length && sorted[i] === value) i++;
    values.push(value);
    counts.push(i - start);
  }
  return { values, counts };
}

/** The values that end bins of at least so many rows. */
function ownBins(counts: readonly number[], minDataInBin: number): number[] {
  const ends: number[] = [];
  let held = 0;
  for (let i = 0; i + 1 < counts.length; i++) {
    held += counts[i]!;
    if (held < minDataInBin) continue;
    ends.push(i);
    held = 0;
  }
  return ends;
}

function sharedBins(counts: readonly number[], total: number, maxBins: number, minDataInBin: number): number[] {
  const most = Math.max(1, Math.min(maxBins, Math.floor(total / minDataInBin)));
  const often = total / most;
  const isOften = counts.map((count) => count >= often);
  let binsLeft = most - isOften.filter(Boolean).length;
  let rowsLeft = total - counts.reduce((sum, count, i) => sum + (isOften[i] ? count : 0), 0);
  let size = rowsLeft / binsLeft;
  const ends: number[] = [];
  let held = 0;
  for (let i = 0; i + 1 < counts.length && ends.length < most - 1; i++) {
    if (!isOften[i]) rowsLeft -= counts[i]!;
    held += counts[i]!;
    const isFull = isOften[i] || held >= size || (isOften[i + 1] && held >= Math.max(1, size / 2));
    if (!isFull) continue;
    ends.push(i);
    held = 0;
    if (!isOften[i]) size = rowsLeft / --binsLeft;
  }
  return ends;
}
