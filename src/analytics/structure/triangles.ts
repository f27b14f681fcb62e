import * as z from 'zod/mini';
import { getPool, type Pool } from '../../compute/index.js';
import { checkOptions, type Pieces, throwIfAborted, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { type ThreadOptions, threadOptions } from '../project/thread-options.js';
import { undirected } from '../project/without-direction.js';
import { NodeValues } from '../results/node-values.js';
import { countTriangles } from './simple/count-triangles.js';

export interface TrianglesResult {
  /** Triangles that each node is in. */
  readonly triangles: NodeValues;
  /** Triangles of the graph, each once. */
  readonly total: number;
}

export interface TriangleOptions extends ProjectOptions, ThreadOptions {}

const schema = z.strictObject({ ...projectOptions, ...threadOptions });

/**
 * Triangles of the graph without directions, self loops and parallel edges: of each node, and in all. O(E^1.5) at most (the forward
 * algorithm of Schank, Wagner 2005), on all threads; the same numbers for any number of them.
 *
 * @example
 * const { total, triangles: ofNodes } = await triangles(graph, { relations: ['knows'] });
 * @throws {HeteroGraphError} ABORTED; OUT_OF_MEMORY where the neighbours do not fit into the 4 GiB that threads share; DISPOSED of a `pool` that
 * is; and what `projectGraph` throws
 */
export async function triangles(
  graph: HeteroGraph | ProjectedGraph,
  options: TriangleOptions = {},
): Promise<TrianglesResult> {
  checkOptions(schema, options);
  throwIfAborted(options.signal);
  const projection = await projected(graph, options, 'both');
  const counts = await withPauses(trianglesOf(projection, options.pool ?? getPool()), options.signal);
  return { triangles: new NodeValues(projection, counts), total: counts.reduce((sum, count) => sum + count, 0) / 3 };
}

function* trianglesOf(graph: ProjectedGraph, pool: Pool): Pieces<Float64Array> {
  const { forward } = yield* undirected(graph);
  return (yield* countTriangles(forward, pool)).counts;
}
