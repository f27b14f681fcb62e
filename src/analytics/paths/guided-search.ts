import { HeteroGraphError, type Pieces } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';
import { NodeHeap } from './node-heap.js';

/** Nodes opened between two pauses. */
const PIECE = 4096;

/** What may not be used in one search. */
export interface Blocked {
  /** 1 for each node that may not be entered, [numNodes]. */
  readonly nodes: Uint8Array;
  /** Nodes that may not be entered from the source. */
  readonly first: readonly number[];
}

/**
 * A shortest path to one target by A* (Hart, Nilsson and Raphael 1968), with arrays that serve the next search, too. Weights must be numbers
 * from 0. A node is opened again where a shorter way to it turns up, so that a heuristic need only never be above the real distance.
 */
export class GuidedSearch {
  /** Lengths of the ways found by the last search, [numNodes]; infinity where it did not come. */
  readonly distances: Float64Array;
  readonly predecessors: Int32Array;
  readonly #heap: NodeHeap;
  readonly #edges: Adjacency;
  readonly #touched: Int32Array;
  #numTouched = 0;
  /** Nodes taken from the queue in the last search. */
  numOpened = 0;

  constructor(edges: Adjacency) {
    const numNodes = edges.indptr.length - 1;
    this.#edges = edges;
    this.#heap = new NodeHeap(numNodes);
    this.#touched = new Int32Array(numNodes);
    this.distances = new Float64Array(numNodes).fill(Number.POSITIVE_INFINITY);
    this.predecessors = new Int32Array(numNodes).fill(-1);
  }

  /**
   * The distance of the target; infinity where no path leads there.
   *
   * @param heuristic least possible distance from a node to the target; infinity where there is no way
   * @param before length of the way to the source, to which the rest is added
   * @throws {HeteroGraphError} NON_FINITE where the heuristic gives NaN or what is no number
   */
  *run(
    source: number,
    target: number,
    heuristic: (node: number) => number,
    { blocked, before = 0 }: { readonly blocked?: Blocked; readonly before?: number } = {},
  ): Pieces<number> {
    const { indptr, indices, weights } = this.#edges;
    const { distances } = this;
    const heap = this.#heap;
    this.#forget();
    this.#reach(source, before, -1, heuristic);
    while (heap.size > 0) {
      const from = heap.pop();
      if (++this.numOpened % PIECE === 0) yield;
      if (from === target) break;
      const distance = distances[from]!;
      for (let e = indptr[from]!, end = indptr[from + 1]!; e < end; e++) {
        const to = indices[e]!;
        const length = distance + (weights === undefined ? 1 : weights[e]!);
        if (!(length < distances[to]!)) continue;
        if (blocked && (blocked.nodes[to] === 1 || (from === source && blocked.first.includes(to)))) continue;
        this.#reach(to, length, from, heuristic);
      }
    }
    return distances[target]!;
  }

  #reach(node: number, distance: number, predecessor: number, heuristic: (node: number) => number): void {
    const key = distance + estimate(heuristic, node);
    if (this.distances[node] === Number.POSITIVE_INFINITY) this.#touched[this.#numTouched++] = node;
    this.distances[node] = distance;
    this.predecessors[node] = predecessor;
    if (key < Number.POSITIVE_INFINITY) this.#heap.push(node, key);
  }

  #forget(): void {
    for (let i = 0; i < this.#numTouched; i++) {
      const node = this.#touched[i]!;
      this.distances[node] = Number.POSITIVE_INFINITY;
      this.predecessors[node] = -1;
    }
    this.#numTouched = 0;
    this.numOpened = 0;
    this.#heap.clear();
  }
}

function estimate(heuristic: (node: number) => number, node: number): number {
  const value = heuristic(node);
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new HeteroGraphError('NON_FINITE', `The heuristic gives ${value} for node ${node}.`, {
    column: 'heuristic',
    row: node,
    hint: 'It must give a distance, a number from 0, or Infinity where the target cannot be reached.',
  });
}
