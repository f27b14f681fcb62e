import type { Pool } from '../../../compute/index.js';
import { type Placement, reorderedRows } from '../../../compute/internal.js';
import type { Pieces } from '../../../core/index.js';
import { byDegree } from '../../project/by-degree.js';
import type { ProjectedGraph } from '../../project/projected-graph.js';
import { mergedWays } from '../../project/without-direction.js';
import type { Shares } from '../scores/objective.js';
import type { LevelGraph } from './level-graph.js';

/** The graph itself as a level. */
export interface FirstLevel {
  readonly level: LevelGraph;
  /** The node of the graph that each node of the level is. */
  readonly nodes: Int32Array;
}

/**
 * The graph itself, each edge at both of its ends: of edges to and fro, both. Its nodes are in falling order of their degrees, so that
 * those that are asked for most lie together in memory.
 *
 * @param place holds the rows of the level
 */
export function* firstLevel(
  graph: ProjectedGraph,
  { out, into, scale }: Shares,
  pool: Pool,
  place: Placement,
): Pieces<FirstLevel> {
  const edges = graph.isDirected ? yield* mergedWays(graph) : graph.forward;
  yield;
  const { nodes, ranks } = byDegree(edges.indptr);
  nodes.reverse();
  const last = graph.numNodes - 1;
  for (let v = 0; v <= last; v++) ranks[v] = last - ranks[v]!;
  const moved = reorderedRows(pool, place, edges, { nodes, ranks });
  const outShares = Float64Array.from(nodes, (v) => out[v]!);
  const inShares = into === out ? outShares : Float64Array.from(nodes, (v) => into[v]!);
  return { level: { ...moved, numNodes: graph.numNodes, outShares, inShares, scale }, nodes };
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
