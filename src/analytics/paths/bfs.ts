import * as z from 'zod/mini';
import { checkOptions, option, withPauses } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { type NodeRef, nodeNumbers } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { ProjectedGraph } from '../project/projected-graph.js';
import { NodeValues } from '../results/node-values.js';
import { bfsLevels } from './bfs-levels.js';

export interface BfsOptions extends Omit<ProjectOptions, 'weights'> {
  /** The node to begin at, or several. */
  readonly from: NodeRef | readonly NodeRef[];
  /** Levels that are searched at most; default all. */
  readonly maxLevel?: number;
}

const schema = z.strictObject({
  ...projectOptions,
  from: z.custom<NodeRef>(
    (value) => ['string', 'number', 'object'].includes(typeof value) && value !== null,
    'an id, { type, id }, or a list of them',
  ),
  maxLevel: z.optional(option.countFrom(0)),
});

/**
 * Breadth-first search: edges between the nearest start and every node, -1 where there is no way. O(N + E), often much less.
 *
 * @example
 * const { levels, numReached } = await bfs(graph, { from: { type: 'author', id: 'a17' }, direction: 'both' });
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_ID, AMBIGUOUS; as `projectGraph`; ABORTED
 */
export async function bfs(
  graph: HeteroGraph | ProjectedGraph,
  options: BfsOptions,
): Promise<{ readonly levels: NodeValues<Int32Array>; readonly numReached: number; readonly depth: number }> {
  checkOptions(schema, options);
  const over = await projected(graph, options);
  const sources = nodeNumbers(over, options.from, 'from');
  const levels = await withPauses(bfsLevels(over, sources, options.maxLevel), options.signal);
  let [numReached, depth] = [0, 0];
  for (const level of levels) {
    if (level >= 0) numReached++;
    if (level > depth) depth = level;
  }
  return { levels: new NodeValues(over, levels), numReached, depth };
}
