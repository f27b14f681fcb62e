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

function distinct(sorted: Float64Array): { values: Float64Array; counts: Int32Array } {
  const [values, counts] = [new Float64Array(sorted.length), new Int32Array(sorted.length)];
  let n = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (n === 0 || sorted[i] !== values[n - 1]) values[n++] = sorted[i]!;
    counts[n - 1]!++;
  }
  return { values: values.subarray(0, n), counts: counts.subarray(0, n) };
}

/** The values that end bins of at least so many rows. */
function ownBins(counts: Int32Array, minDataInBin: number): number[] {
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

function sharedBins(counts: Int32Array, total: number, maxBins: number, minDataInBin: number): number[] {
  const most = Math.max(1, Math.min(maxBins, Math.floor(total / minDataInBin)));
  const often = total / most;
  let binsLeft = most;
  let rowsLeft = total;
  for (const count of counts) {
    if (count < often) continue;
    binsLeft--;
    rowsLeft -= count;
  }
  let size = rowsLeft / binsLeft;
  const ends: number[] = [];
  let held = 0;
  for (let i = 0; i + 1 < counts.length && ends.length < most - 1; i++) {
    const isOften = counts[i]! >= often;
    if (!isOften) rowsLeft -= counts[i]!;
    held += counts[i]!;
    const isFull = isOften || held >= size || (counts[i + 1]! >= often && held >= Math.max(1, size / 2));
    if (!isFull) continue;
    ends.push(i);
    held = 0;
    if (!isOften) size = rowsLeft / --binsLeft;
  }
  return ends;
}
