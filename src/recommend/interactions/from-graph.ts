import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError } from '../../core/index.js';
import { type EdgeTypeRef, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import { allIds, expectGraph } from '../../graph/internal.js';
import { rowsThatCount } from './interaction-rows.js';
import type { Interactions } from './interactions.js';
import { mergeRows } from './merge-rows.js';
import { orderedIds } from './ordered-ids.js';

export interface InteractionsOfOptions {
  /** From users to items. */
  readonly edgeType: EdgeTypeRef;
  /** Numeric column of the edges; default: the one with the role `weight`, where there is one, else every edge counts 1. `false`: every edge counts 1. */
  readonly weight?: string | false;
  /**
   * Column of the edges with their times, seconds since 1970 as in all graphs; default: the one with the role `time`, where there is one. `false`: no
   * time. The times of the interactions are milliseconds, as those of `interactionsFrom`.
   */
  readonly time?: string | false;
  /** Edges of a lower weight are left out, and those that stay count 1 each: `atLeast: 4` makes purchases of ratings. */
  readonly atLeast?: number;
  /** Numbers of the edges to take, such as the rows of a split; default: all. */
  readonly edges?: Int32Array;
}

const schema = z.strictObject({
  edgeType: z.union([z.string(), z.tuple([z.string(), z.string(), z.string()])], 'an edge type'),
  weight: z.optional(z.union([z.string(), z.literal(false)], 'the name of a column, or false')),
  time: z.optional(z.union([z.string(), z.literal(false)], 'the name of a column, or false')),
  atLeast: z.optional(z.number('a number')),
  edges: z.optional(z.custom<Int32Array>(() => true)),
});

/**
 * Interactions of an edge type of a graph: every node of its two types is a user or an item, those without an edge too. Parallel edges are one,
 * with the sum of their weights and the latest of their times.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS; UNKNOWN_COLUMN, WRONG_DTYPE; INVALID_OPTION, INVALID_WEIGHT, MISSING_TIME
 * @example
 * const liked = interactionsOf(graph, { edgeType: 'rates', weight: 'stars', atLeast: 4 });
 */
export function interactionsOf(graph: HeteroGraph, options: InteractionsOfOptions): Interactions {
  expectGraph(graph);
  checkOptions(schema, options);
  const { atLeast, edges } = options;
  const type = graph.resolveEdgeType(options.edgeType);
  const [userType, , itemType] = type;
  if (edges) checkRows(edges, graph.numEdges(type), 'edges', { type: edgeTypeKey(type), unique: true });
  const picked = <T extends ArrayLike<number>>(values: T) =>
    edges ? Float64Array.from(edges, (edge) => values[edge]!) : values;
  const weights = options.weight === false ? undefined : graph.weights(type, options.weight);
  const seconds = options.time === false ? undefined : graph.times(type, options.time);
  if (atLeast !== undefined && !weights) {
    throw new HeteroGraphError('INVALID_OPTION', 'atLeast needs a column of weights that can be compared with it.', {
      column: 'atLeast',
      hint: 'Name the column of ratings as weight, or leave atLeast out.',
    });
  }
  const users = numberedNodes(graph, userType);
  const items = numberedNodes(graph, itemType);
  const { source, target } = graph.edgeIndex(type);
  const rows = rowsThatCount(
    {
      users: Int32Array.from(picked(source), (row) => users.numbers[row]!),
      items: Int32Array.from(picked(target), (row) => items.numbers[row]!),
      weights: weights && picked(weights),
      times: seconds && Float64Array.from(picked(seconds), (time) => 1000 * time),
    },
    { atLeast },
  );
  return { users: users.index, items: items.index, ...mergeRows(rows, users.index.size, items.index.size) };
}

function numberedNodes(graph: HeteroGraph, type: string) {
  return orderedIds(allIds(graph.ids(type)), [], type);
}
