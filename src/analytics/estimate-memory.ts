import { expectArgument } from '../core/index.js';
import type { HeteroGraph } from '../graph/index.js';
import { expectGraph } from '../graph/internal.js';
import { foretoldSize, projectionBytes } from './project/foretold-size.js';
import { checkProjectOptions, projectionOf } from './project/project-options.js';
import { algorithmNamed } from './registry.js';

/** Bytes that an analysis takes beside the graph. */
export interface MemoryEstimate {
  /** Of the nodes and edges that are chosen, under one numbering. */
  readonly projection: number;
  /** Of the algorithm and its result, at the most. */
  readonly algorithm: number;
  readonly total: number;
}

/**
 * The memory that an algorithm by name would take, before anything is done: as `estimate` of Neo4j GDS. Within a fifth of measured peaks for most; for `louvain` and `leiden` up to twice them, since how
 * many edges their next level has is known only when the first is done. O(edge types).
 *
 * @param options as of `analyse`
 * @returns undefined with a metapath: how many pairs it joins is not known before
 * @example
 * const { total } = estimateMemory(graph, 'pagerank', { relations: ['cites'] })!;
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, AMBIGUOUS
 */
export function estimateMemory(
  graph: HeteroGraph,
  name: string,
  options: Readonly<Record<string, unknown>> = {},
): MemoryEstimate | undefined {
  const { bytes, direction } = algorithmNamed(name);
  expectGraph(graph);
  expectArgument(options, 'object', 'options');
  const chosen = projectionOf(options);
  checkProjectOptions(chosen);
  const size = foretoldSize(graph, { direction, ...chosen });
  if (size === undefined || bytes === undefined) return undefined;
  // Metapaths are counted along the relations themselves.
  const projection = name === 'metapaths' ? 0 : projectionBytes(size);
  const algorithm = Math.ceil(bytes(size, options));
  return { projection, algorithm, total: projection + algorithm };
}
