import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';

/** An edge by its type and number. */
export interface GraphEdge {
  readonly type: EdgeType;
  readonly edge: number;
}

/** How many edges away from the rows edges are looked for. */
const HOPS = 2;

/**
 * Edges within two steps of rows, whatever their direction, the nearest first, then in the order of the graph; of an edge and its way back by an
 * inverse type one. O(edges).
 *
 * @returns the first `most` of them, and how many there are
 */
export function nearestEdges(
  graph: HeteroGraph,
  nodeType: string,
  rows: Int32Array,
  most: number,
): { readonly edges: readonly GraphEdge[]; readonly total: number } {
  const reached = new Map(graph.nodeTypes.map((type) => [type, new Uint8Array(graph.numNodes(type))]));
  for (const row of rows) reached.get(nodeType)![row] = 1;
  const types = edgeTypesOnce(graph);
  const taken = new Map(types.map((type) => [type, new Uint8Array(graph.numEdges(type))]));
  const edges: GraphEdge[] = [];
  let total = 0;
  for (let hop = 1; hop <= HOPS; hop++) {
    for (const type of types) {
      const { source, target } = graph.edgeIndex(type);
      const [from, to] = [reached.get(type[0])!, reached.get(type[2])!];
      const flags = taken.get(type)!;
      const { inverse } = graph.edgeSchema(type);
      const isSymmetric = inverse !== undefined && edgeTypeKey(inverse) === edgeTypeKey(type);
      // Nodes reached in this step have a higher number, and reach nothing before the next.
      const isNear = (flag: number) => flag > 0 && flag <= hop;
      for (let edge = 0; edge < source.length; edge++) {
        const [s, t] = [source[edge]!, target[edge]!];
        // Of a symmetric relation every edge is there both ways.
        if (flags[edge] === 1 || (isSymmetric && s > t) || !(isNear(from[s]!) || isNear(to[t]!))) continue;
        flags[edge] = 1;
        if (total++ < most) edges.push({ type, edge });
        if (from[s] === 0) from[s] = hop + 1;
        if (to[t] === 0) to[t] = hop + 1;
      }
    }
  }
  return { edges, total };
}

/** The edge types of a graph; of a type and its inverse the first. */
export function edgeTypesOnce(graph: HeteroGraph): readonly EdgeType[] {
  const inverses = new Set<string>();
  return graph.edgeTypes.filter((type) => {
    const { inverse } = graph.edgeSchema(type);
    if (inverses.has(edgeTypeKey(type))) return false;
    if (inverse) inverses.add(edgeTypeKey(inverse));
    return true;
  });
}
