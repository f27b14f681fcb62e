import type { HeteroGraph } from '../../graph/index.js';
import { chosenRelations, chosenTypes } from './project-graph.js';
import type { ProjectOptions } from './project-options.js';
import type { ProjectionSize } from './projection-size.js';

/**
 * The size that a projection of chosen relations has, without making it; undefined with a metapath, since how many pairs of nodes it joins is known only afterwards.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS
 */
export function foretoldSize(graph: HeteroGraph, options: ProjectOptions): ProjectionSize | undefined {
  if (options.metapath !== undefined) return undefined;
  const types = chosenTypes(graph, options);
  const numEdges = chosenRelations(graph, options).reduce((sum, type) => sum + graph.numEdges(type), 0);
  const isDirected = options.direction !== 'both';
  return {
    numNodes: types.reduce((sum, type) => sum + graph.numNodes(type), 0),
    numEntries: isDirected ? numEdges : 2 * numEdges,
    ...{ hasWeights: options.weights !== undefined, isDirected, numTypes: types.length },
  };
}

/** Bytes of a projection: rows and entries of both ways, or of one where directions do not count. */
export function projectionBytes({ numNodes, numEntries, hasWeights, isDirected }: ProjectionSize): number {
  return (isDirected ? 2 : 1) * (4 * (numNodes + 1) + (hasWeights ? 12 : 4) * numEntries);
}
