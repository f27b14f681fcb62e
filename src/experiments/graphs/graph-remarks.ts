import type { HeteroGraph } from '../../graph/index.js';
import { edgeTypesOnce, wholeGraphs } from '../../models/internal.js';

/**
 * What belongs to the whole graphs, and what is left out, for people.
 *
 * @throws {HeteroGraphError} NO_RELATIONS where nothing belongs to them; UNKNOWN_TYPE
 */
export function graphRemarks(graph: HeteroGraph, nodeType: string): string[] {
  const { graph: inner, graphOf, numGraphs, shared, crossing } = wholeGraphs(graph, nodeType);
  const counts = (type: string) => new Set(graphOf[type]!.filter((g) => g >= 0));
  const withNodes = new Set(inner.nodeTypes.flatMap((type) => [...counts(type)]));
  const alone = inner.nodeTypes.reduce((sum, type) => sum + graphOf[type]!.filter((g) => g < 0).length, 0);
  const types = inner.nodeTypes.map((type) => `${inner.numNodes(type)} ${type}`).join(', ');
  const relations = edgeTypesOnce(inner)
    .map((type) => type.join('.'))
    .join(', ');
  const edges =
    relations === ''
      ? 'No edge lies inside them: there is no structure to learn from. Where a table holds them, say so under edges in graph.yaml, with within: COLUMN where ids begin anew in each graph'
      : `Edges inside: ${relations}`;
  return [
    `Each of the ${numGraphs} nodes of ${nodeType} is a whole graph. In them: ${types}. ${edges}.`,
    ...(shared.length > 0
      ? [
          `Left out: ${shared.join(', ')}, of which nodes touch several ${nodeType}. Learned as nodes, without the task graphs, ${nodeType} are seen with them.`,
        ]
      : []),
    ...(withNodes.size < numGraphs ? [`${numGraphs - withNodes.size} ${nodeType} have no node.`] : []),
    ...(alone > 0 ? [`${alone} nodes belong to no ${nodeType} and are left out.`] : []),
    ...(crossing > 0 ? [`${crossing} edges between different ${nodeType} are left out.`] : []),
  ];
}
