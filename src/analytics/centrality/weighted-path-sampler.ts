import type { RandomStream } from '../../core/index.js';
import { DijkstraSearch } from '../paths/dijkstra-search.js';
import type { Adjacency } from '../project/projected-graph.js';
import { checkNumPaths } from './dependencies.js';
import type { PathSampler } from './path-sampler.js';

/** Shortest paths over weights above 0, by Dijkstra's search until the target is settled. Edges must be simple. */
export class WeightedSampler implements PathSampler {
  readonly #search: DijkstraSearch;
  readonly #back: Adjacency;
  /** Places in the order of the search; -1 where a node was not settled. */
  readonly #ranks: Int32Array;
  readonly #counts: Float64Array;
  #numRanked = 0;

  constructor(forward: Adjacency, backward: Adjacency) {
    const numNodes = forward.indptr.length - 1;
    this.#search = new DijkstraSearch(forward);
    this.#back = backward;
    this.#ranks = new Int32Array(numNodes).fill(-1);
    this.#counts = new Float64Array(numNodes);
  }

  addPath(source: number, target: number, random: RandomStream, sums: Float64Array): void {
    const search = this.#search;
    for (let i = 0; i < this.#numRanked; i++) this.#ranks[search.order[i]!] = -1;
    search.start(source);
    search.advance(Number.POSITIVE_INFINITY, target);
    this.#numRanked = search.numSettled;
    if (search.order[search.numSettled - 1] !== target) return;
    this.#countPaths();
    checkNumPaths(this.#counts[target]!);
    for (let v = target; v !== source; ) {
      v = this.#before(v, random.next() * this.#counts[v]!);
      if (v !== source) sums[v] = sums[v]! + 1;
    }
  }

  #countPaths(): void {
    const { order, numSettled } = this.#search;
    const { indptr } = this.#back;
    this.#counts[order[0]!] = 1;
    this.#ranks[order[0]!] = 0;
    for (let i = 1; i < numSettled; i++) {
      const v = order[i]!;
      this.#ranks[v] = i;
      let count = 0;
      for (let e = indptr[v]!; e < indptr[v + 1]!; e++) count += this.#countAlong(v, e);
      this.#counts[v] = count;
    }
  }

  /** A node before v on a shortest path: the one where the counts of those before add up to more than `left`. */
  #before(v: number, left: number): number {
    const { indptr, indices } = this.#back;
    let chosen = -1;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const count = this.#countAlong(v, e);
      if (count === 0) continue;
      chosen = indices[e]!;
      left -= count;
      if (left < 0) break;
    }
    return chosen;
  }

  /** Shortest paths to v whose last edge is e. */
  #countAlong(v: number, e: number): number {
    const u = this.#back.indices[e]!;
    const rank = this.#ranks[u]!;
    if (rank < 0 || rank >= this.#ranks[v]!) return 0;
    const { distances } = this.#search;
    return distances[u]! + this.#back.weights![e]! === distances[v]! ? this.#counts[u]! : 0;
  }
}
