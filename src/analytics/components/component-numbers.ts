/** Parts of a graph: which part every node is in, [numNodes]. */
export interface Parts {
  readonly of: Int32Array;
  readonly count: number;
}

/**
 * Numbers parts by their first node, so that how they were found does not show: `roots` names one node of its part for every node.
 * O(N), in place.
 */
export function numbered(roots: Int32Array): Parts {
  const numberOf = new Int32Array(roots.length).fill(-1);
  let count = 0;
  for (let v = 0; v < roots.length; v++) {
    const root = roots[v]!;
    if (numberOf[root]! < 0) numberOf[root] = count++;
    roots[v] = numberOf[root]!;
  }
  return { of: roots, count };
}

/** Nodes of every part, [count]. */
export function partSizes({ of, count }: Parts): Int32Array {
  const sizes = new Int32Array(count);
  for (let v = 0; v < of.length; v++) sizes[of[v]!]!++;
  return sizes;
}
