/**
 * Moves the `count` lowest of the first `length` values to the front, in no order, by quickselect (median of three).
 * O(length) on average; equal values do no harm.
 *
 * @see Hoare, "Algorithm 65: find", CACM 1961
 */
export function selectLowest(values: Float64Array, length: number, count: number): void {
  let from = 0;
  let to = length - 1;
  while (from < to && count > from && count <= to) {
    const pivot = median(values[from]!, values[(from + to) >> 1]!, values[to]!);
    let i = from;
    let j = to;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    // Now all up to j are at most the pivot, all from i on at least; what lies between equals it.
    if (count <= j + 1) to = j;
    else if (count > i) from = i;
    else return;
  }
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
