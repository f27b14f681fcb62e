import type { IdIndex } from '../../graph/index.js';

/** Neighbours of every node, as CSR. */
export interface Adjacency {
  /** Where the neighbours of node v begin in {@link indices}: `indptr[v]` to `indptr[v + 1]`; [numNodes + 1]. */
  readonly indptr: Int32Array;
  /** Neighbours, [numEdges], ascending in each row, parallel edges kept. */
  readonly indices: Int32Array;
  /** Weights of the edges, [numEdges]; undefined where all are 1. */
  readonly weights?: Float64Array;
}

/** The nodes of one type in a {@link ProjectedGraph}: numbers `start` to `start + count`, in the order of their rows. */
export interface ProjectedType {
  readonly name: string;
  readonly start: number;
  readonly count: number;
  /** External ids of the type; undefined where nodes are named by their row numbers. */
  readonly ids?: IdIndex;
}

/** Nodes of the chosen types under one numbering, with their edges both ways. */
export interface ProjectedGraph {
  readonly numNodes: number;
  readonly types: readonly ProjectedType[];
  /** false: every edge stands at both of its ends (a self loop once), and `forward` is `backward`. */
  readonly isDirected: boolean;
  /** From every node, along its edges. */
  readonly forward: Adjacency;
  /** To every node, against its edges. */
  readonly backward: Adjacency;
}
