import { HeteroGraphError } from '../../../core/index.js';
import type { Adjacency, ProjectedGraph } from '../../project/projected-graph.js';

/** Sums of the weights of the edges of every node; of an undirected graph, a self loop counts twice and both arrays are one. */
export interface Strengths {
  /** [numNodes] */
  readonly out: Float64Array;
  /** [numNodes] */
  readonly into: Float64Array;
  /** Of all edges, each once. */
  readonly total: number;
}

/** @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative, NaN or infinite, or their sum is infinite */
export function strengths({ numNodes, isDirected, forward, backward }: ProjectedGraph): Strengths {
  checkWeights(forward);
  const out = rowSums(forward, numNodes);
  let sum = 0;
  if (isDirected) {
    const into = rowSums(backward, numNodes);
    for (const value of out) sum += value;
    return { out, into, total: finite(sum) };
  }
  for (let v = 0; v < numNodes; v++) {
    for (let e = forward.indptr[v]!; e < forward.indptr[v + 1]!; e++) {
      if (forward.indices[e] === v) out[v]! += forward.weights?.[e] ?? 1;
    }
    sum += out[v]!;
  }
  return { out, into: out, total: finite(sum / 2) };
}

function rowSums({ indptr, weights }: Adjacency, numNodes: number): Float64Array {
  const sums = new Float64Array(numNodes);
  for (let v = 0; v < numNodes; v++) {
    if (weights === undefined) {
      sums[v] = indptr[v + 1]! - indptr[v]!;
      continue;
    }
    let sum = 0;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) sum += weights[e]!;
    sums[v] = sum;
  }
  return sums;
}

function checkWeights({ weights }: Adjacency): void {
  if (weights === undefined) return;
  for (let e = 0; e < weights.length; e++) {
    if (weights[e]! >= 0 && weights[e]! < Number.POSITIVE_INFINITY) continue;
    throw new HeteroGraphError('INVALID_WEIGHT', `An edge has weight ${weights[e]}.`, {
      hint: 'Communities need finite weights from 0.',
    });
  }
}

function finite(total: number): number {
  if (Number.isFinite(total)) return total;
  throw new HeteroGraphError('INVALID_WEIGHT', `The weights of all edges add up to ${total}.`, {
    hint: 'Use smaller weights.',
  });
}
