import { type EdgeType, type HeteroGraph, joinLinks, ofRelation, type TypedLinkSplit } from '../../graph/index.js';

/** All links of a graph to learn, none to validate: how vectors are learned without labels. */
export function allLinks(graph: HeteroGraph, edgeTypes: readonly EdgeType[]): TypedLinkSplit {
  const positive = joinLinks(edgeTypes.map((type, r) => ofRelation(graph.edgeIndex(type), r)));
  const none = { source: new Int32Array(0), target: new Int32Array(0), relation: new Int32Array(0) };
  const empty = { graph, positive: none, negative: none };
  return { edgeTypes, train: { graph, positive, negative: none }, valid: empty, test: empty };
}
