import * as z from 'zod/mini';
import { checkOptions, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { type NamedNode, NodePairs, namedNodes } from '../results/node-pairs.js';
import { bridgeEnds, cutStructure } from './cut-structure.js';

export type CutOptions = ProjectOptions;

export interface CutPoints {
  /** Numbers of the articulation points, ascending. */
  readonly nodes: Int32Array;
  /** The same nodes by type and id. */
  readonly names: readonly NamedNode[];
}

const schema = z.strictObject(projectOptions);

/**
 * Articulation points: nodes without which others are no longer connected, whatever the directions of edges (Hopcroft and Tarjan,
 * "Efficient algorithms for graph manipulation", 1973). O(N + E).
 *
 * @example
 * const { names } = await articulationPoints(graph, { relations: ['road'] });
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function articulationPoints(
  graph: HeteroGraph | ProjectedGraph,
  options: CutOptions = {},
): Promise<CutPoints> {
  const { view, nodes } = await articulationNodes(graph, options);
  return { nodes, names: namedNodes(view, nodes) };
}

/** The numbers alone, with the projection that they are of. @throws {HeteroGraphError} as {@link articulationPoints} */
export async function articulationNodes(
  graph: HeteroGraph | ProjectedGraph,
  options: CutOptions,
): Promise<{ readonly view: ProjectedGraph; readonly nodes: Int32Array }> {
  checkOptions(schema, options);
  const view = await projected(graph, options, 'both');
  const { isArticulation } = await withPauses(cutStructure(view.forward), options.signal);
  const nodes = new Int32Array(isArticulation.reduce((sum, is) => sum + is, 0));
  let at = 0;
  for (let v = 0; v < isArticulation.length; v++) if (isArticulation[v] === 1) nodes[at++] = v;
  return { view, nodes };
}

/**
 * Bridges: edges without which two nodes are no longer connected, whatever their directions, each with its lower node first. Of parallel
 * edges, also of an edge to and one fro, none is a bridge. O(N + E).
 *
 * @example
 * const found = await bridges(graph, { relations: ['road'] });
 * found.at(0); // { source: { type: 'town', id: 'Ghent', row: 3 }, target: { ... } }
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function bridges(graph: HeteroGraph | ProjectedGraph, options: CutOptions = {}): Promise<NodePairs> {
  checkOptions(schema, options);
  const view = await projected(graph, options, 'both');
  const { sources, targets } = bridgeEnds(await withPauses(cutStructure(view.forward), options.signal));
  return new NodePairs(view, sources, targets);
}
