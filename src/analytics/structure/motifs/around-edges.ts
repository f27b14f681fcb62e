import type { Pieces } from '../../../core/index.js';
import type { RankedGraph } from '../simple/ranked-graph.js';
import type { Tables, TypedRanks } from './tables.js';

/** Nodes looked at between two pauses. */
const PIECE = 1024;

/** Triangles; and of 4 nodes all that has an edge in the middle (paths, paws, diamonds), and cliques. */
export function* countAroundEdges(graph: RankedGraph, size: 3 | 4, typed: TypedRanks, tables: Tables): Pieces<void> {
  const state = new EdgeCounts(graph, size, typed, tables);
  for (let r = 0; r < graph.numNodes; r += PIECE) {
    yield;
    state.count(r, Math.min(graph.numNodes, r + PIECE));
  }
  if (size === 3) return;
  for (let r = 0; r < graph.numNodes; r += PIECE) {
    yield;
    state.addPathsAndDiamonds(r, Math.min(graph.numNodes, r + PIECE));
  }
}

class EdgeCounts {
  readonly #graph: RankedGraph;
  readonly #size: 3 | 4;
  readonly #typed: TypedRanks;
  readonly #tables: Tables;
  /** Third nodes by type of the triangles at the edge from a node to one of higher rank, [edges * numTypes]. */
  readonly #thirds: Int32Array;
  /** 1 + the entry of the edge to a neighbour of higher rank. */
  readonly #edgeTo: Int32Array;
  /** The rank for which a node was last found to be a common neighbour. */
  readonly #common: Uint8Array;
  readonly #list: Int32Array;

  constructor(graph: RankedGraph, size: 3 | 4, typed: TypedRanks, tables: Tables) {
    this.#graph = graph;
    this.#size = size;
    this.#typed = typed;
    this.#tables = tables;
    this.#thirds = new Int32Array(size === 4 ? graph.indices.length * typed.numTypes : 0);
    this.#edgeTo = new Int32Array(graph.numNodes);
    this.#common = new Uint8Array(size === 4 ? graph.numNodes : 0);
    this.#list = new Int32Array(graph.numNodes);
  }

  /** What has its lowest rank in a range. */
  count(from: number, to: number): void {
    const { indptr, indices, higher } = this.#graph;
    const [edgeTo, list] = [this.#edgeTo, this.#list];
    for (let r = from; r < to; r++) {
      const [start, end] = [higher[r]!, indptr[r + 1]!];
      for (let e = start; e < end; e++) edgeTo[indices[e]!] = e + 1;
      for (let e = start; e < end; e++) {
        const s = indices[e]!;
        let length = 0;
        for (let f = higher[s]!; f < indptr[s + 1]!; f++) {
          const t = indices[f]!;
          if (edgeTo[t] === 0) continue;
          list[length++] = t;
          this.#addTriangle(r, s, t, e, f);
        }
        if (this.#size === 4 && length > 1) this.#addCliques(r, s, length);
      }
      for (let e = start; e < end; e++) edgeTo[indices[e]!] = 0;
    }
  }

  #addTriangle(r: number, s: number, t: number, e: number, f: number): void {
    const { numTypes: T, types } = this.#typed;
    const [x, y, z] = [types[r]!, types[s]!, types[t]!];
    if (this.#size === 3) {
      this.#tables.triangle![(x * T + y) * T + z]!++;
      return;
    }
    const thirds = this.#thirds;
    thirds[e * T + z]!++;
    thirds[f * T + x]!++;
    thirds[(this.#edgeTo[t]! - 1) * T + y]!++;
    this.#addPaws(r, x, y, z);
    this.#addPaws(s, y, x, z);
    this.#addPaws(t, z, x, y);
  }

  /** Further neighbours of a node of a triangle. */
  #addPaws(node: number, own: number, y: number, z: number): void {
    const { numTypes: T, degrees } = this.#typed;
    for (let a = 0; a < T; a++) {
      const others = degrees[node * T + a]! - Number(a === y) - Number(a === z);
      if (others > 0) this.#tables.paw![((a * T + own) * T + y) * T + z]! += others;
    }
  }

  /** Edges among the common neighbours of two nodes, which lie in the list. */
  #addCliques(r: number, s: number, length: number): void {
    const { indptr, indices, higher } = this.#graph;
    const { numTypes: T, types } = this.#typed;
    const [common, list] = [this.#common, this.#list];
    for (let i = 0; i < length; i++) common[list[i]!] = 1;
    const first = types[r]! * T + types[s]!;
    for (let i = 0; i < length; i++) {
      const t = list[i]!;
      for (let f = higher[t]!; f < indptr[t + 1]!; f++) {
        const u = indices[f]!;
        if (common[u] !== 0) this.#tables.clique![(first * T + types[t]!) * T + types[u]!]!++;
      }
    }
    for (let i = 0; i < length; i++) common[list[i]!] = 0;
  }

  addPathsAndDiamonds(from: number, to: number): void {
    const { indptr, indices, higher } = this.#graph;
    const { numTypes: T, types, degrees } = this.#typed;
    const { 'path-4': paths, diamond: diamonds } = this.#tables;
    const thirds = this.#thirds;
    for (let r = from; r < to; r++) {
      const x = types[r]!;
      for (let e = higher[r]!; e < indptr[r + 1]!; e++) {
        const s = indices[e]!;
        const y = types[s]!;
        for (let a = 0; a < T; a++) {
          const ofA = degrees[r * T + a]! - Number(a === y);
          const thirdsA = thirds[e * T + a]!;
          for (let b = 0; b < T; b++) {
            const ofB = degrees[s * T + b]! - Number(b === x);
            // Both ends are one node in a triangle.
            paths![((a * T + x) * T + y) * T + b]! += ofA * ofB - (a === b ? thirdsA : 0);
            if (b < a || thirdsA === 0) continue;
            const found = a === b ? (thirdsA * (thirdsA - 1)) / 2 : thirdsA * thirds[e * T + b]!;
            diamonds![((x * T + y) * T + a) * T + b]! += found;
          }
        }
      }
    }
  }
}
