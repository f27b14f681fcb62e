/** Which edges of a relation have the same ends. */
export interface PairNumbers {
  /** Of each edge the number of its pair, [E]. */
  readonly pairs: Int32Array;
  readonly numPairs: number;
}

/** Numbers pairs of nodes by two counting sorts. O(E + N). */
export function numberPairs(
  source: Int32Array,
  target: Int32Array,
  numSources: number,
  numTargets: number,
): PairNumbers {
  const byTarget = sortedBy(target, undefined, numTargets);
  const order = sortedBy(source, byTarget, numSources);
  const pairs = new Int32Array(source.length);
  let numPairs = 0;
  for (let i = 0; i < order.length; i++) {
    const [edge, before] = [order[i]!, order[i - 1]];
    const isNew = before === undefined || source[before] !== source[edge] || target[before] !== target[edge];
    if (isNew) numPairs++;
    pairs[edge] = numPairs - 1;
  }
  return { pairs, numPairs };
}

/** Stable: what is equal keeps the order that was given, by default that of the rows. */
function sortedBy(keys: Int32Array, order: Int32Array | undefined, numKeys: number): Int32Array {
  const starts = new Int32Array(numKeys + 1);
  for (const key of keys) starts[key + 1]!++;
  for (let key = 0; key < numKeys; key++) starts[key + 1]! += starts[key]!;
  const sorted = new Int32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const edge = order === undefined ? i : order[i]!;
    sorted[starts[keys[edge]!]!++] = edge;
  }
  return sorted;
}
