import type { RandomStream } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';
import { checkNumPaths } from './dependencies.js';

/** Draws shortest paths. */
export interface PathSampler {
  /**
   * Draws one of the shortest paths between two other nodes, each with equal probability, and adds 1 to every node on it but its ends;
   * nothing where there is no path.
   */
  addPath(source: number, target: number, random: RandomStream, sums: Float64Array): void;
}

/** One of the two searches that meet: its nodes by level. */
class Side {
  readonly levels: Int32Array;
  readonly counts: Float64Array;
  readonly nodes: Int32Array;
  size = 0;
  /** Where the last level begins. */
  begin = 0;
  depth = 0;
  readonly #edges: Adjacency;
  readonly #back: Adjacency;

  constructor(edges: Adjacency, back: Adjacency) {
    const numNodes = edges.indptr.length - 1;
    this.#edges = edges;
    this.#back = back;
    this.levels = new Int32Array(numNodes).fill(-1);
    this.counts = new Float64Array(numNodes);
    this.nodes = new Int32Array(numNodes);
  }

  start(node: number): void {
    for (let i = 0; i < this.size; i++) this.levels[this.nodes[i]!] = -1;
    this.levels[node] = 0;
    this.counts[node] = 1;
    this.nodes[0] = node;
    this.size = 1;
    this.begin = 0;
    this.depth = 0;
  }

  /** Edges that the next level looks at. */
  get work(): number {
    const { indptr } = this.#edges;
    let sum = 0;
    for (let i = this.begin; i < this.size; i++) sum += indptr[this.nodes[i]! + 1]! - indptr[this.nodes[i]!]!;
    return sum;
  }

  /** Adds a level; returns whether it has nodes. */
  grow(): boolean {
    const { indptr, indices } = this.#edges;
    const { levels, counts, nodes } = this;
    const end = this.size;
    const level = ++this.depth;
    for (let i = this.begin; i < end; i++) {
      const v = nodes[i]!;
      const count = counts[v]!;
      for (let e = indptr[v]!, last = indptr[v + 1]!; e < last; e++) {
        const w = indices[e]!;
        if (levels[w] === level) counts[w] = counts[w]! + count;
        else if (levels[w]! < 0) {
          levels[w] = level;
          counts[w] = count;
          nodes[this.size++] = w;
        }
      }
    }
    this.begin = end;
    return this.size > end;
  }

  /** Goes back from a node to where the search began, to each node by its number of paths, and adds 1 to those strictly between. */
  addBack(from: number, random: RandomStream, sums: Float64Array): void {
    const { indptr, indices } = this.#back;
    const { levels, counts } = this;
    for (let v = from, level = levels[from]!; level > 1; level--) {
      let left = random.next() * counts[v]!;
      let chosen = -1;
      for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
        const u = indices[e]!;
        if (levels[u] !== level - 1) continue;
        chosen = u;
        left -= counts[u]!;
        if (left < 0) break;
      }
      v = chosen;
      sums[v] = sums[v]! + 1;
    }
  }
}

/**
 * Shortest paths by two breadth-first searches, one from each end, of which the one with less to look at goes on, until they meet (as in
 * Borassi and Natale, "KADABRA is an adaptive algorithm for betweenness via random approximation", 2016). Edges must be simple.
 */
export class MeetingSampler implements PathSampler {
  readonly #ahead: Side;
  readonly #behind: Side;

  constructor(forward: Adjacency, backward: Adjacency) {
    this.#ahead = new Side(forward, backward);
    this.#behind = new Side(backward, forward);
  }

  addPath(source: number, target: number, random: RandomStream, sums: Float64Array): void {
    const ahead = this.#ahead;
    const behind = this.#behind;
    ahead.start(source);
    behind.start(target);
    for (;;) {
      const isAhead = ahead.work <= behind.work;
      const [growing, other] = isAhead ? [ahead, behind] : [behind, ahead];
      if (!growing.grow()) return;
      // Levels are whole: where they meet, they do so in the newest of the one and the newest of the other.
      let total = 0;
      for (let i = growing.begin; i < growing.size; i++) {
        const v = growing.nodes[i]!;
        if (other.levels[v]! >= 0) total += growing.counts[v]! * other.counts[v]!;
      }
      if (total === 0) continue;
      checkNumPaths(total);
      const met = meetingNode(growing, other, random.next() * total);
      ahead.addBack(met, random, sums);
      behind.addBack(met, random, sums);
      if (met !== source && met !== target) sums[met] = sums[met]! + 1;
      return;
    }
  }
}

function meetingNode(growing: Side, other: Side, left: number): number {
  let chosen = -1;
  for (let i = growing.begin; i < growing.size; i++) {
    const v = growing.nodes[i]!;
    if (other.levels[v]! < 0) continue;
    chosen = v;
    left -= growing.counts[v]! * other.counts[v]!;
    if (left < 0) break;
  }
  return chosen;
}
