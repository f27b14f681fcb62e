import type { Adjacency } from '../project/projected-graph.js';

/** Sum of the weights of the edges of every node, [numNodes]: their number where all weigh 1. O(N + E). */
export function outWeights({ indptr, weights }: Adjacency): Float64Array {
  const sums = new Float64Array(indptr.length - 1);
  for (let v = 0; v < sums.length; v++) {
    const end = indptr[v + 1]!;
    if (!weights) {
      sums[v] = end - indptr[v]!;
      continue;
    }
    let sum = 0;
    for (let i = indptr[v]!; i < end; i++) sum += weights[i]!;
    sums[v] = sum;
  }
  return sums;
}
