import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { distanceSums } from './distance-sums.js';

export interface ClosenessOptions extends ProjectOptions {
  /**
   * Whether a value is multiplied by the share of the other nodes that reach the node, so that nodes of small components are not close
   * (Wasserman and Faust 1994); default true, as in networkx.
   */
  readonly wassermanFaust?: boolean;
}

export interface HarmonicOptions extends ProjectOptions {
  /** Whether values are divided by the number of other nodes; default false, as in networkx. */
  readonly normalized?: boolean;
}

export interface Closeness {
  readonly scores: NodeValues;
}

const flag = z.optional(z.boolean('true or false'));
const closenessSchema = z.strictObject({ ...projectOptions, wassermanFaust: flag });
const harmonicSchema = z.strictObject({ ...projectOptions, normalized: flag });

/**
 * Closeness of every node: one over the mean distance from the nodes that reach it along the edges, as in networkx; 0 where none does, or
 * all are at distance 0. `direction: 'in'` takes distances to the others instead. O(N E), 32 searches at a time; with weights from 0
 * O(N (N + E) log N).
 *
 * @example
 * const { scores } = await closeness(graph, { relations: ['knows'], direction: 'both' });
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function closeness(
  graph: HeteroGraph | ProjectedGraph,
  options: ClosenessOptions = {},
): Promise<Closeness> {
  checkOptions(closenessSchema, options);
  const view = await projected(graph, options);
  const { counts, distances } = await distanceSums(view, allNodes(view), options, 'closeness');
  const { wassermanFaust = true } = options;
  const others = view.numNodes - 1;
  // Scores take the place of the sums.
  for (let v = 0; v < distances.length; v++) {
    const [count, sum] = [counts[v]!, distances[v]!];
    distances[v] = sum > 0 ? (count / sum) * (wassermanFaust ? count / others : 1) : 0;
  }
  return { scores: new NodeValues(view, distances) };
}

/**
 * Harmonic centrality of every node: the sum of one over the distance from each node that reaches it along the edges, as in networkx;
 * distances of 0 add nothing (Boldi and Vigna, "Axioms for centrality", 2014). `direction: 'in'` takes distances to the others instead.
 * O(N E), 32 searches at a time; with weights from 0 O(N (N + E) log N).
 *
 * @example
 * const { scores } = await harmonic(graph, { relations: ['knows'], direction: 'both', normalized: true });
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function harmonic(graph: HeteroGraph | ProjectedGraph, options: HarmonicOptions = {}): Promise<Closeness> {
  checkOptions(harmonicSchema, options);
  const view = await projected(graph, options);
  const { inverses } = await distanceSums(view, allNodes(view), options, 'harmonic');
  const scale = options.normalized && view.numNodes > 1 ? 1 / (view.numNodes - 1) : 1;
  for (let v = 0; v < inverses.length; v++) inverses[v] = inverses[v]! * scale;
  return { scores: new NodeValues(view, inverses) };
}

function allNodes({ numNodes }: ProjectedGraph): Int32Array {
  return Int32Array.from({ length: numNodes }, (_, v) => v);
}
