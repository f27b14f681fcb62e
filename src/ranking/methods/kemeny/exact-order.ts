/** Most contestants of one circle of majorities: 2^18 sets, each with its members. */
export const MOST_EXACT = 18;

/** An order of least cost, and how many there are. */
export interface ExactOrder {
  /** Of several the first by contestants' numbers. */
  readonly order: readonly number[];
  readonly numBest: number;
}

/**
 * The order of least disagreement by a dynamic programme over sets: the best order of a set is its best first member before the best order of the rest.
 * O(2^m m^2), 12 bytes a set.
 *
 * @param cost of every member before each set of the others is the sum of `above[other, member]`, [m, m]
 */
export function exactOrder(above: Float64Array, m: number): ExactOrder {
  const numSets = 2 ** m;
  const best = new Float64Array(numSets);
  const ways = new Float64Array(numSets);
  ways[0] = 1;
  const costOf = (first: number, set: number) => {
    let sum = 0;
    for (let other = 0; other < m; other++) if (set & (1 << other)) sum += above[other * m + first]!;
    return sum;
  };
  for (let set = 1; set < numSets; set++) {
    let [least, count] = [Number.POSITIVE_INFINITY, 0];
    for (let first = 0; first < m; first++) {
      if (!(set & (1 << first))) continue;
      const rest = set ^ (1 << first);
      const cost = best[rest]! + costOf(first, rest);
      if (count > 0 && isEqual(cost, least)) count += ways[rest]!;
      else if (cost < least) [least, count] = [cost, ways[rest]!];
    }
    best[set] = least;
    ways[set] = count;
  }
  const order: number[] = [];
  for (let set = numSets - 1; set > 0; ) {
    let first = 0;
    while (!(set & (1 << first)) || !isEqual(best[set ^ (1 << first)]! + costOf(first, set ^ (1 << first)), best[set]!))
      first++;
    order.push(first);
    set ^= 1 << first;
  }
  return { order, numBest: ways[numSets - 1]! };
}

/** Sums of the same weights in another order differ by rounding. */
function isEqual(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * (1 + Math.abs(b));
}
