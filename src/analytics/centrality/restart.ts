import * as z from 'zod/mini';
import { HeteroGraphError, option } from '../../core/index.js';
import { type NodeRef, nodeNumbers, typeNamed } from '../project/node-refs.js';
import type { ProjectedGraph } from '../project/projected-graph.js';

/** Where a walker begins, and where it goes instead of following an edge. */
export interface RestartOptions {
  /** Nodes that it goes to, each as often. */
  readonly sources?: NodeRef | readonly NodeRef[];
  /**
   * Instead: weights of node types, shared by their nodes evenly (`{ author: 1 }` for authors alone, other types weigh 0), or a weight a
   * node, [numNodes]. Only their ratios count.
   */
  readonly restart?: Readonly<Record<string, number>> | Float64Array;
}

const ref = z.custom<NodeRef>(
  (value) => ['string', 'number', 'object'].includes(typeof value) && value !== null,
  'an id, { type, id }, or a list of them',
);

/** Pieces of the schema of such options. */
export const restartOptions = {
  sources: z.optional(ref),
  restart: z.optional(
    z.union([
      z.custom<Float64Array>((value) => value instanceof Float64Array, 'a Float64Array with a weight a node'),
      z.record(z.string(), option.nonNegative),
    ]),
  ),
};

/** The chance of every node, [numNodes], in sum 1; undefined where all have the same. */
export function restartChances(graph: ProjectedGraph, { sources, restart }: RestartOptions): Float64Array | undefined {
  if (sources === undefined && restart === undefined) return undefined;
  if (sources !== undefined && restart !== undefined)
    throw invalid('There are both sources and restart.', 'Give one of them.');
  const chances = new Float64Array(graph.numNodes);
  if (sources !== undefined) {
    for (const node of nodeNumbers(graph, sources, 'sources')) chances[node] = 1;
  } else if (restart instanceof Float64Array) {
    if (restart.length !== graph.numNodes) {
      throw new HeteroGraphError(
        'SHAPE_MISMATCH',
        `restart has ${restart.length} values for ${graph.numNodes} nodes.`,
        {
          column: 'restart',
          hint: 'Give one weight a node of the projection.',
        },
      );
    }
    chances.set(restart);
  } else {
    for (const [name, weight] of Object.entries(restart!)) {
      const { start, count } = typeNamed(graph, name);
      chances.fill(weight / count, start, start + count);
    }
  }
  let sum = 0;
  for (const chance of chances) {
    if (!(chance >= 0 && chance < Number.POSITIVE_INFINITY)) {
      throw invalid('A weight of restart is no number from 0.', 'Give finite numbers from 0, one of them above 0.');
    }
    sum += chance;
  }
  if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) {
    const column = sources === undefined ? 'restart' : 'sources';
    throw invalid('No node has a chance to be restarted at.', 'Name at least one node or type that has nodes.', column);
  }
  for (let v = 0; v < chances.length; v++) chances[v]! /= sum;
  return chances;
}

function invalid(message: string, hint: string, column = 'restart'): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', message, { column, hint });
}
