import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { betweennessScale, sumDependencies } from './exact-betweenness.js';

export interface BetweennessOptions extends ProjectOptions {
  /** Whether values are shares of all pairs of other nodes, as in networkx; default true. false: numbers of pairs. */
  readonly normalized?: boolean;
}

export interface Betweenness {
  readonly scores: NodeValues;
}

const schema = z.strictObject({ ...projectOptions, normalized: z.optional(z.boolean('true or false')) });

/**
 * Betweenness of every node: over all pairs of other nodes, the share of shortest paths between them that go through it (Brandes, "A faster
 * algorithm for betweenness centrality", 2001). Parallel edges are one step, of the smallest weight; paths are equally long where their
 * sums are the same to the last bit: where ties matter, scale weights to whole numbers, of which sums are exact. O(N E), with weights O(N (N + E) log N): beyond some ten thousand nodes use `sampledBetweenness`.
 *
 * @example
 * const { scores } = await betweenness(graph, { relations: ['knows'], direction: 'both' });
 * scores.top(5);
 * @throws {HeteroGraphError} INVALID_WEIGHT unless weights are above 0; VALUE_OUT_OF_RANGE where two nodes have more than 1e300 shortest
 * paths; INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function betweenness(
  graph: HeteroGraph | ProjectedGraph,
  options: BetweennessOptions = {},
): Promise<Betweenness> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  const all = Int32Array.from({ length: view.numNodes }, (_, v) => v);
  const values = await sumDependencies(view, all, options);
  const scale = betweennessScale(view, options.normalized ?? true);
  for (let v = 0; v < values.length; v++) values[v] = values[v]! * scale;
  return { scores: new NodeValues(view, values) };
}
