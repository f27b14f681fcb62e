/** Groups of nodes, numbered without gaps in the order of their first nodes. */
export interface NumberedGroups {
  /** The group of each node, from 0 to `count` - 1. */
  readonly groups: Int32Array;
  readonly count: number;
}

/** Nodes of one value, a whole number from 0, as a group. O(N), or O(N log N) for values far above the number of nodes. */
export function numberGroups(values: ArrayLike<number>): NumberedGroups {
  let largest = -1;
  for (let v = 0; v < values.length; v++) largest = Math.max(largest, values[v]!);
  if (largest <= 4 * values.length + 1024) return numbered(values, largest + 1, (value) => value);
  const distinct = distinctOf(values);
  return numbered(values, distinct.length, (value) => placeOf(distinct, value));
}

function numbered(values: ArrayLike<number>, bound: number, placeOf: (value: number) => number): NumberedGroups {
  const numbers = new Int32Array(bound).fill(-1);
  const groups = new Int32Array(values.length);
  let count = 0;
  let last = Number.NaN;
  let number = -1;
  for (let v = 0; v < values.length; v++) {
    const value = values[v]!;
    if (value !== last) {
      const place = placeOf(value);
      if (numbers[place]! < 0) numbers[place] = count++;
      number = numbers[place]!;
      last = value;
    }
    groups[v] = number;
  }
  return { groups, count };
}

/** Each value once, ascending. */
function distinctOf(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  let size = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[size++] = sorted[i]!;
  return sorted.subarray(0, size);
}

/** By binary search. */
function placeOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
