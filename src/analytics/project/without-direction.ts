import { HeteroGraphError, inOneGo, type Pieces } from '../../core/index.js';
import { checkProjected, markChecked } from './checked.js';
import type { Adjacency, ProjectedGraph } from './projected-graph.js';
import { emptyAdjacency, sortParallel } from './transpose.js';

/** Rows merged between two pauses. */
const PIECE = 1 << 16;

/** How projections are without directions that hold edges both ways already; of all others, the ways are merged. */
const makers = new WeakMap<ProjectedGraph, () => Pieces<Adjacency>>();

/** Remembers how a directed projection is made without directions. */
export function rememberUndirected(graph: ProjectedGraph, make: () => Pieces<Adjacency>): void {
  makers.set(graph, make);
}

/**
 * The same edges without a direction: each at both of its ends, a self loop once. What `projectGraph` made is then as with
 * `direction: 'both'`: edges that it holds both ways, of a relation and its inverse or a metapath that reads the same backwards, count once.
 * O(N + E).
 *
 * @throws {HeteroGraphError} TOO_LARGE; INVERSE_MISMATCH as `projectGraph` without a direction
 */
export function withoutDirection(graph: ProjectedGraph): ProjectedGraph {
  return inOneGo(undirected(graph));
}

/** {@link withoutDirection} with pauses. */
export function* undirected(graph: ProjectedGraph): Pieces<ProjectedGraph> {
  checkProjected(graph);
  if (!graph.isDirected) return graph;
  const { numNodes, types } = graph;
  const both = yield* (makers.get(graph) ?? (() => mergedWays(graph)))();
  return markChecked({ numNodes, types, isDirected: false, forward: both, backward: both });
}

/** Every entry of both ways of a directed graph, self loops of one of them. O(N + E). @throws {HeteroGraphError} TOO_LARGE */
export function* mergedWays({ numNodes, forward, backward }: ProjectedGraph): Pieces<Adjacency> {
  const indptr = new Int32Array(numNodes + 1);
  let numEntries = 0;
  for (let v = 0; v < numNodes; v++) {
    numEntries += forward.indptr[v + 1]! - forward.indptr[v]!;
    for (let i = backward.indptr[v]!; i < backward.indptr[v + 1]!; i++) if (backward.indices[i] !== v) numEntries++;
    indptr[v + 1] = numEntries;
    if ((v + 1) % PIECE === 0) yield;
  }
  if (numEntries > 2 ** 31 - 1) {
    throw new HeteroGraphError('TOO_LARGE', `Without a direction the graph has ${numEntries} entries.`, {
      hint: `At most ${2 ** 31 - 1} can be told; choose fewer relations.`,
    });
  }
  const both = emptyAdjacency(indptr, numEntries, forward.weights !== undefined);
  for (let v = 0; v < numNodes; v++) {
    mergeRows(forward, backward, v, both);
    if ((v + 1) % PIECE === 0) yield;
  }
  sortParallel(both);
  return both;
}

/** Bytes that {@link withoutDirection} takes at the most; none where there is no direction. */
export function undirectedBytes(size: {
  readonly numNodes: number;
  readonly numEntries: number;
  readonly hasWeights: boolean;
  readonly isDirected: boolean;
}): number {
  return size.isDirected ? 4 * (size.numNodes + 1) + (size.hasWeights ? 24 : 8) * size.numEntries : 0;
}

/** Row v of both ways into one, ascending; self loops of the first alone. */
function mergeRows(a: Adjacency, b: Adjacency, v: number, out: Adjacency): void {
  let [i, j, at] = [a.indptr[v]!, b.indptr[v]!, out.indptr[v]!];
  const [endA, endB] = [a.indptr[v + 1]!, b.indptr[v + 1]!];
  while (i < endA || j < endB) {
    if (j < endB && b.indices[j] === v) {
      j++;
      continue;
    }
    const isFirst = j >= endB || (i < endA && a.indices[i]! <= b.indices[j]!);
    const [from, k] = isFirst ? [a, i++] : [b, j++];
    out.indices[at] = from.indices[k]!;
    if (out.weights) out.weights[at] = from.weights![k]!;
    at++;
  }
}
