import type { Adjacency } from '../project/projected-graph.js';
import { NodeHeap } from './node-heap.js';

/**
 * Shortest paths from one source at a time by Dijkstra's algorithm (1959), with arrays that serve the next source, too. Weights must be
 * numbers from 0; without weights each edge counts 1. O((N + E) log N) a source at most.
 */
export class DijkstraSearch {
  /** Distance of each node from the source, [numNodes]; infinity where it was not reached. Final once the node is settled. */
  readonly distances: Float64Array;
  /** Node before each on the path to it, [numNodes]; -1 at the source and where there is none. */
  readonly predecessors: Int32Array;
  readonly #heap: NodeHeap;
  readonly #edges: Adjacency;
  /** Settled nodes, nearest first, `numSettled` of them. */
  readonly order: Int32Array;
  /** Nodes settled since `start`. */
  numSettled = 0;

  constructor(edges: Adjacency) {
    const numNodes = edges.indptr.length - 1;
    this.order = new Int32Array(numNodes);
    this.#edges = edges;
    this.#heap = new NodeHeap(numNodes);
    this.distances = new Float64Array(numNodes);
    this.predecessors = new Int32Array(numNodes);
  }

  /** Begins anew at a source. */
  start(source: number): void {
    this.distances.fill(Number.POSITIVE_INFINITY);
    this.predecessors.fill(-1);
    this.#heap.clear();
    this.numSettled = 0;
    this.distances[source] = 0;
    this.#heap.push(source, 0);
  }

  /**
   * Settles up to `count` more nodes, nearest first.
   *
   * @param target stops once it is settled
   * @param maxDistance settles nothing that is farther
   * @returns whether there is more to do
   */
  advance(count = Number.POSITIVE_INFINITY, target = -1, maxDistance = Number.POSITIVE_INFINITY): boolean {
    const { indptr, indices, weights } = this.#edges;
    const { distances, predecessors, order } = this;
    const heap = this.#heap;
    for (let done = 0; done < count; done++) {
      if (heap.size === 0 || heap.smallestKey > maxDistance) return false;
      const from = heap.pop();
      order[this.numSettled++] = from;
      if (from === target) return false;
      const distance = distances[from]!;
      for (let e = indptr[from]!, end = indptr[from + 1]!; e < end; e++) {
        const to = indices[e]!;
        const length = weights === undefined ? distance + 1 : distance + weights[e]!;
        if (length < distances[to]!) {
          distances[to] = length;
          predecessors[to] = from;
          heap.push(to, length);
        }
      }
    }
    return heap.size > 0 && heap.smallestKey <= maxDistance;
  }

  /** Forgets what was reached but not settled, whose distances are not final. */
  dropUnsettled(): void {
    const { distances, predecessors } = this;
    const heap = this.#heap;
    while (heap.size > 0) {
      const node = heap.pop();
      distances[node] = Number.POSITIVE_INFINITY;
      predecessors[node] = -1;
    }
  }
}

/** Nodes of the path to a node, its start first, read from predecessors; one node where it has none. */
export function pathTo(predecessors: Int32Array, node: number): Int32Array {
  let length = 0;
  for (let v = node; v >= 0; v = predecessors[v]!) length++;
  const path = new Int32Array(length);
  for (let v = node; v >= 0; v = predecessors[v]!) path[--length] = v;
  return path;
}
