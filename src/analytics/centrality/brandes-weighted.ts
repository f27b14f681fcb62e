import { DijkstraSearch } from '../paths/dijkstra-search.js';
import type { Adjacency } from '../project/projected-graph.js';
import { addDependencies, type DependencyPass } from './dependencies.js';

/**
 * Shortest paths and dependencies over weights above 0 (Brandes 2001): Dijkstra's order, then the edges that are part of a shortest path,
 * those for which distance + weight is the distance behind to the last bit. Edges must be simple. O((N + E) log N) a source.
 */
export class WeightedBrandesPass implements DependencyPass {
  readonly #edges: Adjacency;
  readonly #search: DijkstraSearch;
  readonly #ranks: Int32Array;
  readonly #counts: Float64Array;
  readonly #shares: Float64Array;
  readonly #next: Int32Array;
  readonly #nextStarts: Int32Array;

  constructor(edges: Adjacency) {
    const numNodes = edges.indptr.length - 1;
    this.#edges = edges;
    this.#search = new DijkstraSearch(edges);
    this.#ranks = new Int32Array(numNodes);
    this.#counts = new Float64Array(numNodes);
    this.#shares = new Float64Array(numNodes);
    this.#next = new Int32Array(edges.indices.length);
    this.#nextStarts = new Int32Array(numNodes + 1);
  }

  addFrom(source: number, sums: Float64Array, squares?: Float64Array): void {
    this.#search.start(source);
    this.#search.advance();
    const { order, numSettled: reached } = this.#search;
    this.#countPaths(order, reached);
    const paths = { order, reached, counts: this.#counts, next: this.#next, nextStarts: this.#nextStarts };
    addDependencies(paths, this.#shares, sums, squares);
  }

  /** A node is behind another only if it was settled later, also where a weight is too small to change a distance. */
  #countPaths(order: Int32Array, reached: number): void {
    const { indptr, indices, weights } = this.#edges;
    const { distances } = this.#search;
    const ranks = this.#ranks;
    const counts = this.#counts;
    const next = this.#next;
    for (let i = 0; i < reached; i++) {
      ranks[order[i]!] = i;
      counts[order[i]!] = 0;
    }
    counts[order[0]!] = 1;
    let numNext = 0;
    for (let i = 0; i < reached; i++) {
      const v = order[i]!;
      const distance = distances[v]!;
      const count = counts[v]!;
      this.#nextStarts[i] = numNext;
      for (let e = indptr[v]!, end = indptr[v + 1]!; e < end; e++) {
        const w = indices[e]!;
        if (distance + weights![e]! !== distances[w]! || ranks[w]! <= i) continue;
        counts[w] = counts[w]! + count;
        next[numNext++] = w;
      }
    }
    this.#nextStarts[reached] = numNext;
  }
}
