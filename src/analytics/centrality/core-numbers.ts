import type { Pieces } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';

/** Nodes looked at between two pauses. */
const PIECE = 1 << 16;

/**
 * Core number of every node, [numNodes]: the largest k for which it is in a subgraph where every node has k neighbours or more. For k from
 * 0 on, nodes that have no more than k neighbours left are taken away, and so are those that then have none more. Edges must be simple
 * and stand at both ends. O(N + E): a node is passed over at no more values of k than it has neighbours.
 */
export function* coreNumbers({ indptr, indices }: Adjacency): Pieces<Int32Array> {
  const numNodes = indptr.length - 1;
  /** Neighbours that are left; of a node taken away, its core number. */
  const left = new Int32Array(numNodes);
  const nodes = new Int32Array(numNodes);
  for (let v = 0; v < numNodes; v++) {
    left[v] = indptr[v + 1]! - indptr[v]!;
    nodes[v] = v;
  }
  const taken = new Int32Array(numNodes);
  let done = 0;
  for (let k = 0, remaining = numNodes; done < numNodes; ) {
    let end = done;
    let kept = 0;
    let least = numNodes;
    for (let i = 0; i < remaining; i++) {
      const v = nodes[i]!;
      const degree = left[v]!;
      // Taken away since the last time.
      if (degree < k) continue;
      if (degree === k) taken[end++] = v;
      else {
        nodes[kept++] = v;
        if (degree < least) least = degree;
      }
    }
    remaining = kept;
    if (end === done) {
      k = least;
      yield;
      continue;
    }
    for (; done < end; done++) {
      if (done % PIECE === 0) yield;
      const v = taken[done]!;
      for (let e = indptr[v]!, last = indptr[v + 1]!; e < last; e++) {
        const w = indices[e]!;
        const degree = left[w]!;
        if (degree <= k) continue;
        left[w] = degree - 1;
        if (degree - 1 === k) taken[end++] = w;
      }
    }
    k++;
  }
  return left;
}
