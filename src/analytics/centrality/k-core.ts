import * as z from 'zod/mini';
import { checkOptions, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { simpleEdges } from '../paths/simple-edges.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { coreNumbers } from './core-numbers.js';

export type KCoreOptions = ProjectOptions;

export interface KCore {
  /** Core number of every node. */
  readonly cores: NodeValues<Int32Array>;
  /** The largest core number; 0 where there is no edge. */
  readonly largest: number;
}

const schema = z.strictObject(projectOptions);

/**
 * Core numbers: the largest k for which a node is in a subgraph where every node has k neighbours or more, whatever the directions of edges
 * (Batagelj and Zaversnik, "An O(m) algorithm for cores decomposition of networks", 2003). Each neighbour counts once; self loops and weights
 * do not count. O(N + E).
 *
 * @example
 * const { cores, largest } = await kCore(graph, { relations: ['knows'] });
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function kCore(graph: HeteroGraph | ProjectedGraph, options: KCoreOptions = {}): Promise<KCore> {
  checkOptions(schema, options);
  const view = await projected(graph, options, 'both');
  const { indptr, indices } = view.forward;
  const cores = await withPauses(coreNumbers(simpleEdges({ indptr, indices })), options.signal);
  return { cores: new NodeValues(view, cores), largest: cores.reduce((most, core) => Math.max(most, core), 0) };
}
