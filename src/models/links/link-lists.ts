import { type EdgeType, type HeteroGraph, joinLinks, sameEdgeType, type TypedLinks } from '../../graph/index.js';
import { inverseOf } from '../../graph/internal.js';

/** Some of the links, in the order of their rows. */
export function pickedLinks(links: TypedLinks, rows: ArrayLike<number>): TypedLinks {
  const of = (values: Int32Array) => Int32Array.from(rows, (i) => values[i]!);
  return { source: of(links.source), target: of(links.target), relation: of(links.relation) };
}

/** Links, and those of edge types that are their own inverse also the other way round. */
export function bothWays(graph: HeteroGraph, edgeTypes: readonly EdgeType[], links: TypedLinks): TypedLinks {
  const isSymmetric = edgeTypes.map((type) => {
    const inverse = graph.edgeTypes.some((each) => sameEdgeType(each, type)) ? inverseOf(graph, type) : undefined;
    return inverse !== undefined && sameEdgeType(inverse, type);
  });
  const rows = Int32Array.from(links.relation.keys()).filter((i) => isSymmetric[links.relation[i]!]);
  const some = pickedLinks(links, rows);
  return joinLinks([links, { source: some.target, target: some.source, relation: some.relation }]);
}
