/** Gives communities the numbers 0, 1, ... in the order in which nodes first have them, in place; returns how many there are. */
export function renumber(communities: Int32Array, bound = communities.length): number {
  const numbers = new Int32Array(bound).fill(-1);
  let count = 0;
  for (let v = 0; v < communities.length; v++) {
    const c = communities[v]!;
    if (numbers[c]! < 0) numbers[c] = count++;
    communities[v] = numbers[c]!;
  }
  return count;
}

/** The same, the largest community first, and of equally large ones that of the first node. Returns their sizes. */
export function renumberBySize(communities: Int32Array): Int32Array {
  const count = renumber(communities);
  const sizes = new Int32Array(count);
  for (const c of communities) sizes[c]!++;
  const order = Int32Array.from(sizes.keys()).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const numbers = new Int32Array(count);
  order.forEach((c, i) => {
    numbers[c] = i;
  });
  for (let v = 0; v < communities.length; v++) communities[v] = numbers[communities[v]!]!;
  return order.map((c) => sizes[c]!);
}
