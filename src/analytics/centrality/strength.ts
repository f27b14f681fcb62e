import type { Adjacency } from '../project/projected-graph.js';

/** Sum of the weights of the edges of every node, [numNodes]: their number where all weigh 1. O(N + E). */
export function outWeights({ indptr, weights }: Adjacency): Float64Array {
  const sums = new Float64Array(indptr.length - 1);
  for (let v = 0; v < sums.length; v++)
    sums[v] = weights ? sumOf(weights, indptr[v]!, indptr[v + 1]!) : indptr[v + 1]! - indptr[v]!;
  return sums;
}

/** The largest of the {@link outWeights}; 0 without nodes. O(N + E). */
export function largestWeight({ indptr, weights }: Adjacency): number {
  let largest = 0;
  for (let v = 0; v + 1 < indptr.length; v++) {
    const sum = weights ? sumOf(weights, indptr[v]!, indptr[v + 1]!) : indptr[v + 1]! - indptr[v]!;
    if (sum > largest) largest = sum;
  }
  return largest;
}

function sumOf(weights: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += weights[i]!;
  return sum;
}
