/** Ranks from 1, equal values sharing the mean of theirs, [values]. O(n log n). */
export function ranksOf(values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let at = 0; at < order.length; ) {
    let end = at + 1;
    while (end < order.length && values[order[end]!] === values[order[at]!]) end++;
    for (let i = at; i < end; i++) ranks[order[i]!] = (at + 1 + end) / 2;
    at = end;
  }
  return ranks;
}

/** The area under the ROC curve of flags by what has these ranks. O(n). */
export function areaOfRanks(ranks: Float64Array, flags: Uint8Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < flags.length; i++) {
    if (!flags[i]) continue;
    sum += ranks[i]!;
    count++;
  }
  return areaOfSum(sum, count, flags.length);
}

/** The same of the sum of the ranks of those with a flag, of how many, among how many. */
export function areaOfSum(sum: number, count: number, length: number): number {
  return (sum - (count * (count + 1)) / 2) / (count * (length - count));
}
