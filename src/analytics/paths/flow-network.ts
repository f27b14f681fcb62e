import { HeteroGraphError, type Pieces } from '../../core/index.js';
import type { ProjectedGraph } from '../project/projected-graph.js';

/** Arcs that Int32 offsets can tell. */
const MOST_ARCS = 2 ** 31 - 1;
/** Nodes looked at between two pauses. */
const PIECE = 1 << 16;

/** What may still flow along every arc, an edge and its way back being two arcs. Self loops are left out. */
export interface FlowNetwork {
  /** Arcs of node v: `starts[v]` to `starts[v + 1]`. */
  readonly starts: Int32Array;
  readonly heads: Int32Array;
  /** The arc of the same edge that goes the other way. */
  readonly reverses: Int32Array;
  /** What may still flow. */
  readonly residuals: Float64Array;
  /** What may flow at first; 0 for the way back of a directed edge. */
  readonly capacities: Float64Array;
}

/** The arcs of a graph, empty of flow. O(N + E). @throws {HeteroGraphError} TOO_LARGE */
export function* flowNetwork({ numNodes, isDirected, forward }: ProjectedGraph): Pieces<FlowNetwork> {
  const { indptr, indices, weights } = forward;
  if (isDirected && 2 * indices.length > MOST_ARCS) {
    throw new HeteroGraphError('TOO_LARGE', `A flow along ${indices.length} edges needs two arcs for each.`, {
      hint: `At most ${MOST_ARCS} can be told; choose fewer relations.`,
    });
  }
  const isEdge = (from: number, to: number) => (isDirected ? from !== to : from < to);
  const starts = new Int32Array(numNodes + 1);
  for (let v = 0; v < numNodes; v++) {
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      if (!isEdge(v, indices[e]!)) continue;
      starts[v + 1]!++;
      starts[indices[e]! + 1]!++;
    }
    if (v % PIECE === 0) yield;
  }
  for (let v = 0; v < numNodes; v++) starts[v + 1] = starts[v + 1]! + starts[v]!;
  const numArcs = starts[numNodes]!;
  const [heads, reverses, capacities] = [new Int32Array(numArcs), new Int32Array(numArcs), new Float64Array(numArcs)];
  const fill = starts.slice();
  for (let v = 0; v < numNodes; v++) {
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const w = indices[e]!;
      if (!isEdge(v, w)) continue;
      const arc = fill[v]!++;
      const back = fill[w]!++;
      heads[arc] = w;
      heads[back] = v;
      reverses[arc] = back;
      reverses[back] = arc;
      capacities[arc] = weights?.[e] ?? 1;
      if (!isDirected) capacities[back] = capacities[arc]!;
    }
    if (v % PIECE === 0) yield;
  }
  return { starts, heads, reverses, capacities, residuals: capacities.slice() };
}
