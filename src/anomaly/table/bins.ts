import { type Cell, cellNumber } from './read-columns.js';

/**
 * Where bins of a column of numbers begin, of about as many rows each: at the smallest number, at quantiles between, and right above the largest,
 * so that what is smaller or larger than all that was seen is in a bin of its own that was never seen. Equal quantiles make one bin; the smallest number does not
 * share its bin where it fills a quantile alone. What lies far out, three times the middle half's width beyond it (Tukey's outer fences), has bins of its own, too.
 */
export function binCuts(values: ArrayLike<Cell>, bins: number): Float64Array {
  const numbers = Float64Array.from(values, cellNumber)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (numbers.length === 0) return numbers;
  const [least, most] = [numbers[0]!, numbers[numbers.length - 1]!];
  const second = numbers.find((value) => value > least);
  const cuts = new Set<number>([least]);
  for (let bin = 1; bin < bins; bin++) {
    const cut = numbers[Math.floor((bin * numbers.length) / bins)]!;
    if (cut > least) cuts.add(cut);
    else if (second !== undefined) cuts.add(second);
  }
  const [low, high] = outerFences(numbers);
  if (least < low) cuts.add(numbers.find((value) => value >= low)!);
  const far = numbers.find((value) => value > high);
  if (far !== undefined) cuts.add(far);
  return Float64Array.from(cuts.add(nextAbove(most))).sort();
}

/** Nothing is far out where the middle half is one number. */
function outerFences(sorted: Float64Array): readonly [number, number] {
  const [low, high] = [0.25, 0.75].map((share) => sorted[Math.floor(share * sorted.length)]!) as [number, number];
  const reach = 3 * (high - low);
  return reach > 0 ? [low - reach, high + reach] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}

/** The bin of each number as a text, such as `2 to 5` (5 is in the next one); null where it is missing. */
export function binLabels(values: ArrayLike<Cell>, cuts: Float64Array): (string | null)[] {
  const labels = labelsOfBins(cuts);
  return Array.from(values, (cell) => {
    const value = cellNumber(cell);
    return Number.isNaN(value) ? null : labels[binOf(value, cuts)]!;
  });
}

/** Names of all bins, ascending: below the first cut, between cuts, and above the largest number. */
export function labelsOfBins(cuts: Float64Array): string[] {
  const end = cuts.length - 1;
  if (end < 0) return ['any'];
  const most = nextBelow(cuts[end]!);
  return Array.from({ length: cuts.length + 1 }, (_, bin) => {
    if (bin === 0) return `below ${cuts[0]}`;
    if (bin > end) return `above ${most}`;
    const [from, to] = [cuts[bin - 1]!, bin === end ? most : cuts[bin]!];
    return from === to ? `${from}` : `${from} to ${to}`;
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

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The smallest double above a finite one. */
function nextAbove(value: number): number {
  double[0] = value === 0 ? 0 : value;
  bits[0]! += value >= 0 ? 1n : -1n;
  return double[0];
}

function nextBelow(value: number): number {
  return -nextAbove(-value);
}
