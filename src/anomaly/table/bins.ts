import { type Cell, cellNumber } from './read-columns.js';

/**
 * Cuts of a column of numbers into bins of about as many rows each: a number belongs to the bin after the last cut that is not above it.
 * Equal quantiles make one cut, so that there may be fewer bins.
 */
export function binCuts(values: ArrayLike<Cell>, bins: number): Float64Array {
  const numbers = Float64Array.from(values, cellNumber)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts = new Set<number>();
  for (let bin = 1; bin < bins; bin++) {
    const cut = numbers[Math.floor((bin * numbers.length) / bins)];
    if (cut !== undefined && cut > numbers[0]!) cuts.add(cut);
  }
  return Float64Array.from(cuts);
}

/** The bin of each number as a text, such as `2 to 5` (5 is in the next one); null where it is missing. */
export function binLabels(values: ArrayLike<Cell>, cuts: Float64Array): (string | null)[] {
  const labels = Array.from({ length: cuts.length + 1 }, (_, bin) => binLabel(cuts, bin));
  return Array.from(values, (cell) => {
    const value = cellNumber(cell);
    return Number.isNaN(value) ? null : labels[binOf(value, cuts)]!;
  });
}

function binOf(value: number, cuts: Float64Array): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= cuts[middle]!) low = middle + 1;
    else high = middle;
  }
  return low;
}

function binLabel(cuts: Float64Array, bin: number): string {
  if (cuts.length === 0) return 'any';
  if (bin === 0) return `below ${cuts[0]}`;
  return bin === cuts.length ? `from ${cuts[bin - 1]}` : `${cuts[bin - 1]} to ${cuts[bin]}`;
}
