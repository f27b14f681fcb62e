import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { type EdgeType, edgeTypeKey, sameEdgeType } from '../schema/schema.js';
import { allNodes, assembleGraph, type EdgePart, keptEdges, pickedEdges } from '../transforms/parts.js';

/**
 * The graph with only some edges of some types; everything else is shared. An edge type in `dropped` goes as a whole.
 *
 * @param rolesOf roles of the edges by edge type key, [E]
 * @param messages roles whose edges stay
 */
export function messageGraph(
  graph: HeteroGraph,
  rolesOf: ReadonlyMap<string, Uint8Array>,
  messages: readonly number[],
  dropped: EdgeType | undefined,
): HeteroGraph {
  const isDropped = (type: EdgeType) => dropped !== undefined && sameEdgeType(type, dropped);
  const edges = graph.edgeTypes
    .filter((type) => !isDropped(type))
    .map((type): EdgePart => {
      const { columns, inverse } = graph.edgeSchema(type);
      const schema = { type, columns, ...(inverse && !isDropped(inverse) ? { inverse } : {}) };
      const roles = rolesOf.get(edgeTypeKey(type));
      if (!roles) return keptEdges(graph, type, schema);
      const rows = new Int32Array(roles.length);
      let count = 0;
      for (let e = 0; e < roles.length; e++) if (messages.includes(roles[e]!)) rows[count++] = e;
      return pickedEdges(graph, schema, rows.slice(0, count));
    });
  return assembleGraph(allNodes(graph), edges);
}
