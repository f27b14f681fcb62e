import type { Adjacency } from '../project/projected-graph.js';
import { addDependencies, type DependencyPass } from './dependencies.js';

/**
 * Shortest paths and dependencies by breadth-first search (Brandes, "A faster algorithm for betweenness centrality", 2001). Edges must be
 * simple. The edges between levels are noted on the way out, so that the way back reads them alone. O(N + E) a source and memory.
 */
export class BrandesPass implements DependencyPass {
  readonly #edges: Adjacency;
  readonly #levels: Int32Array;
  readonly #counts: Float64Array;
  /** (1 + dependency) / number of paths, of nodes behind. */
  readonly #shares: Float64Array;
  readonly #order: Int32Array;
  readonly #next: Int32Array;
  readonly #nextStarts: Int32Array;

  constructor(edges: Adjacency) {
    const numNodes = edges.indptr.length - 1;
    this.#edges = edges;
    this.#levels = new Int32Array(numNodes).fill(-1);
    this.#counts = new Float64Array(numNodes);
    this.#shares = new Float64Array(numNodes);
    this.#order = new Int32Array(numNodes);
    this.#next = new Int32Array(edges.indices.length);
    this.#nextStarts = new Int32Array(numNodes + 1);
  }

  addFrom(source: number, sums: Float64Array, squares?: Float64Array): void {
    const reached = this.#search(source);
    const [order, counts, next, nextStarts] = [this.#order, this.#counts, this.#next, this.#nextStarts];
    for (let i = 0; i < reached; i++) this.#levels[order[i]!] = -1;
    addDependencies({ order, reached, counts, next, nextStarts }, this.#shares, sums, squares);
  }

  #search(source: number): number {
    const { indptr, indices } = this.#edges;
    const levels = this.#levels;
    const counts = this.#counts;
    const order = this.#order;
    const next = this.#next;
    const nextStarts = this.#nextStarts;
    levels[source] = 0;
    counts[source] = 1;
    order[0] = source;
    let reached = 1;
    let numNext = 0;
    for (let head = 0; head < reached; head++) {
      const v = order[head]!;
      const level = levels[v]! + 1;
      const count = counts[v]!;
      nextStarts[head] = numNext;
      for (let e = indptr[v]!, end = indptr[v + 1]!; e < end; e++) {
        const w = indices[e]!;
        const there = levels[w]!;
        if (there === level) {
          counts[w] = counts[w]! + count;
          next[numNext++] = w;
        } else if (there < 0) {
          levels[w] = level;
          counts[w] = count;
          order[reached++] = w;
          next[numNext++] = w;
        }
      }
    }
    nextStarts[reached] = numNext;
    return reached;
  }
}
