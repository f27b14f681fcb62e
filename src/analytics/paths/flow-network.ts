import type { ProjectedGraph } from '../project/projected-graph.js';

/** What may still flow along every arc, an edge and its way back being two arcs. Self loops are left out. */
export class FlowNetwork {
  /** Arcs of node v: `starts[v]` to `starts[v + 1]`. */
  readonly starts: Int32Array;
  readonly heads: Int32Array;
  /** The arc of the same edge that goes the other way. */
  readonly reverses: Int32Array;
  /** What may still flow. */
  readonly residuals: Float64Array;
  /** What may flow at first; 0 for the way back of a directed edge. */
  readonly capacities: Float64Array;

  constructor({ numNodes, isDirected, forward }: ProjectedGraph) {
    const { indptr, indices, weights } = forward;
    const isEdge = (from: number, to: number) => (isDirected ? from !== to : from < to);
    const starts = new Int32Array(numNodes + 1);
    for (let v = 0; v < numNodes; v++) {
      for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
        if (!isEdge(v, indices[e]!)) continue;
        starts[v + 1]!++;
        starts[indices[e]! + 1]!++;
      }
    }
    for (let v = 0; v < numNodes; v++) starts[v + 1] = starts[v + 1]! + starts[v]!;
    const numArcs = starts[numNodes]!;
    this.starts = starts;
    this.heads = new Int32Array(numArcs);
    this.reverses = new Int32Array(numArcs);
    this.capacities = new Float64Array(numArcs);
    const fill = starts.slice();
    for (let v = 0; v < numNodes; v++) {
      for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
        const w = indices[e]!;
        if (!isEdge(v, w)) continue;
        const arc = fill[v]!++;
        const back = fill[w]!++;
        this.heads[arc] = w;
        this.heads[back] = v;
        this.reverses[arc] = back;
        this.reverses[back] = arc;
        this.capacities[arc] = weights?.[e] ?? 1;
        if (!isDirected) this.capacities[back] = this.capacities[arc]!;
      }
    }
    this.residuals = this.capacities.slice();
  }
}
