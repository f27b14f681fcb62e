import type { Pieces } from '../../../core/index.js';
import { byDegree } from '../../project/by-degree.js';
import type { Adjacency, ProjectedGraph } from '../../project/projected-graph.js';
import { emptyAdjacency } from '../../project/transpose.js';
import { mergedWays } from '../../project/without-direction.js';
import type { Shares } from '../scores/objective.js';
import type { LevelGraph } from './level-graph.js';

/** Rows moved between two pauses. */
const PIECE = 1 << 16;

/** The graph itself as a level. */
export interface FirstLevel {
  readonly level: LevelGraph;
  /** The node of the graph that each node of the level is. */
  readonly nodes: Int32Array;
}

/**
 * The graph itself, each edge at both of its ends: of edges to and fro, both. Its nodes are in falling order of their degrees, so that
 * those that are asked for most lie together in memory.
 */
export function* firstLevel(graph: ProjectedGraph, { out, into, scale }: Shares): Pieces<FirstLevel> {
  const edges = graph.isDirected ? yield* mergedWays(graph) : graph.forward;
  yield;
  const { nodes, ranks } = byDegree(edges.indptr);
  nodes.reverse();
  const last = graph.numNodes - 1;
  for (let v = 0; v <= last; v++) ranks[v] = last - ranks[v]!;
  const moved = yield* reordered(edges, nodes, ranks);
  const outShares = Float64Array.from(nodes, (v) => out[v]!);
  const inShares = into === out ? outShares : Float64Array.from(nodes, (v) => into[v]!);
  return { level: { ...moved, numNodes: graph.numNodes, outShares, inShares, scale }, nodes };
}

/** Rows in another order, under other numbers; in a row, entries stay in theirs. */
function* reordered({ indptr, indices, weights }: Adjacency, nodes: Int32Array, ranks: Int32Array): Pieces<Adjacency> {
  const starts = new Int32Array(indptr.length);
  const moved = emptyAdjacency(starts, indices.length, weights !== undefined);
  let at = 0;
  for (let r = 0; r < nodes.length; r++) {
    const v = nodes[r]!;
    for (let e = indptr[v]!, end = indptr[v + 1]!; e < end; e++) {
      moved.indices[at] = ranks[indices[e]!]!;
      if (weights) moved.weights![at] = weights[e]!;
      at++;
    }
    starts[r + 1] = at;
    if ((r + 1) % PIECE === 0) yield;
  }
  return moved;
}

/** Numbers of communities by node of the graph, of those by node of the level. */
export function byNode(communities: Int32Array, nodes: Int32Array): Int32Array {
  const moved = new Int32Array(communities.length);
  for (let r = 0; r < nodes.length; r++) moved[nodes[r]!] = communities[r]!;
  return moved;
}

/** The other way round; every node on its own where there are none. */
export function byPlace(communities: Int32Array | undefined, nodes: Int32Array): Int32Array {
  return nodes.map((v, r) => (communities ? communities[v]! : r));
}
