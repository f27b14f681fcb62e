import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { groupPairs, type PairGroups } from '../hetero-graph/sort-edges.js';
import { type EdgeType, sameEdgeType } from '../schema/schema.js';

/**
 * The edge type that holds the links of a relation backwards: the one that the schema declares, else one that holds exactly the
 * same pairs backwards (the relation itself where all of its links are stored in both directions). O(N + E) per candidate.
 */
export function inverseOf(graph: HeteroGraph, type: EdgeType): EdgeType | undefined {
  const { inverse } = graph.edgeSchema(type);
  if (inverse) return inverse;
  const { source, target } = graph.edgeIndex(type);
  if (source.every((row, e) => row === target[e]) && type[0] === type[2]) return undefined;
  const candidates = graph.edgeTypes.filter(([from, , to]) => from === type[2] && to === type[0]);
  const itselfFirst = candidates.sort((a, b) => Number(sameEdgeType(b, type)) - Number(sameEdgeType(a, type)));
  const groups = groupPairs(source, target, graph.numNodes(type[0]), graph.numNodes(type[2]));
  return itselfFirst.find((candidate) => backwards(graph, type, groups, candidate) !== undefined);
}

/**
 * The edges of a candidate grouped by the pairs of a relation, in the order of the relation's groups; undefined where it does not hold
 * the same pairs backwards.
 *
 * @param groups of the relation, by (source, target)
 */
export function backwards(
  graph: HeteroGraph,
  type: EdgeType,
  groups: PairGroups,
  candidate: EdgeType,
): PairGroups | undefined {
  const { source, target } = graph.edgeIndex(type);
  const back = graph.edgeIndex(candidate);
  const mirrored = groupPairs(back.target, back.source, graph.numNodes(type[0]), graph.numNodes(type[2]));
  if (mirrored.starts.length !== groups.starts.length) return undefined;
  // Both are sorted by (source, target) of the relation, so that equal sets have equal groups.
  for (let g = 0; g + 1 < groups.starts.length; g++) {
    const [one, other] = [groups.order[groups.starts[g]!]!, mirrored.order[mirrored.starts[g]!]!];
    if (source[one] !== back.target[other] || target[one] !== back.source[other]) return undefined;
  }
  return mirrored;
}
