import type { RandomStream } from '../../../core/index.js';
import type { Adjacency } from '../../project/projected-graph.js';

/** Finds the label of the largest weight among the neighbours of a node. */
export class LabelVotes {
  readonly #edges: Adjacency;
  readonly #ties: RandomStream;
  readonly #weightOf: Float64Array;
  readonly #touched: Int32Array;

  constructor(edges: Adjacency, ties: RandomStream) {
    const numNodes = edges.indptr.length - 1;
    this.#edges = edges;
    this.#ties = ties;
    this.#weightOf = new Float64Array(numNodes);
    let longest = 0;
    for (let v = 0; v < numNodes; v++) longest = Math.max(longest, edges.indptr[v + 1]! - edges.indptr[v]!);
    this.#touched = new Int32Array(longest);
  }

  /** Writes the new labels of nodes by those of their neighbours, one after the other; returns how many changed. */
  elect(nodes: Int32Array, labels: Int32Array, next: Int32Array): number {
    const { indptr, indices, weights } = this.#edges;
    const [weightOf, touched] = [this.#weightOf, this.#touched];
    let changes = 0;
    for (let i = 0; i < nodes.length; i++) {
      const v = nodes[i]!;
      let count = 0;
      for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
        const u = indices[e]!;
        if (u === v) continue;
        const label = labels[u]!;
        const before = weightOf[label]!;
        if (before === 0) touched[count++] = label;
        weightOf[label] = before + (weights === undefined ? 1 : weights[e]!);
      }
      const own = labels[v]!;
      const ownWeight = weightOf[own]!;
      let largest = ownWeight;
      let numLargest = 0;
      for (let t = 0; t < count; t++) {
        const label = touched[t]!;
        const weight = weightOf[label]!;
        weightOf[label] = 0;
        if (weight < largest || weight === 0) continue;
        if (weight > largest) numLargest = 0;
        largest = weight;
        touched[numLargest++] = label;
      }
      if (largest === ownWeight) continue;
      next[v] = touched[numLargest === 1 ? 0 : this.#ties.nextInt(numLargest)]!;
      changes++;
    }
    return changes;
  }
}
