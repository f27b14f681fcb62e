import * as z from 'zod/mini';
import { checkOptions } from '../../core/index.js';
import { takeRows } from '../columns/take.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { countingSort, groupPairs } from '../hetero-graph/sort-edges.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey } from '../schema/schema.js';
import { type InverseRelationsOptions, inverseSchema, withInverses } from './add-inverse-relations.js';
import { type EdgePart, edgeColumns, endColumns, lazyEdges } from './parts.js';
import {
  checkReduce,
  firstEdges,
  reduceColumn,
  reducedSchema,
  reduceSchema,
  type WeightReduce,
} from './reduce-column.js';

export interface UndirectedOptions extends InverseRelationsOptions {
  /** Edge types to make undirected; default all. */
  readonly relations?: readonly EdgeTypeRef[];
  /** How weights of edges that become one are combined; default `sum`. */
  readonly reduce?: WeightReduce;
}

const optionsSchema = z.strictObject({ ...inverseSchema, reduce: z.optional(reduceSchema) });

/**
 * Makes edge types that can be travelled both ways.
 *
 * Between nodes of one type: all edges of an unordered pair of nodes become one edge each way, a self loop one edge; the
 * result is sorted by source and target and is its own inverse. Columns with the role `weight` are combined by `reduce`,
 * nulls left out, so that both directions have one weight; every other column has the value of the pair's lowest edge
 * row. Means of integer weights are float64. Between different node types: as {@link addInverseRelations}. Edge types
 * that have an inverse already stay as they are. O(N + E).
 *
 * PyG's `ToUndirected` counts a self loop, and an edge held both ways, twice when it sums, and combines every column.
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, DUPLICATE_NAME, INVALID_OPTION, WRONG_DTYPE where
 * weights are no numbers, VALUE_OUT_OF_RANGE where a sum does not fit its integer column
 */
export function toUndirected(graph: HeteroGraph, options: UndirectedOptions = {}): HeteroGraph {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  const { reduce = 'sum' } = options;
  return withInverses(graph, options, (type) => (type[0] === type[2] ? symmetric(graph, type, reduce) : undefined));
}

function symmetric(graph: HeteroGraph, type: EdgeType, reduce: WeightReduce): EdgePart {
  const key = edgeTypeKey(type);
  const { columns } = graph.edgeSchema(type);
  checkReduce(reduce, columns, key);
  const numNodes = graph.numNodes(type[0]);
  const { source, target } = graph.edgeIndex(type);
  const low = source.map((row, e) => Math.min(row, target[e]!));
  const high = source.map((row, e) => Math.max(row, target[e]!));
  const pairs = groupPairs(low, high, numNodes, numNodes);
  const first = firstEdges(pairs);
  let numEdges = 0;
  for (const edge of first) numEdges += low[edge] === high[edge] ? 1 : 2;
  const schema = { type, columns: columns.map((column) => reducedSchema(column, reduce)), inverse: type };
  const data = edgeColumns(graph, type).map((column, i) => reduceColumn(columns[i]!, column, pairs, reduce, key));
  return lazyEdges(schema, numEdges, () => {
    const from = new Int32Array(numEdges);
    const to = new Int32Array(numEdges);
    const pair = new Int32Array(numEdges);
    let at = 0;
    for (let g = 0; g < first.length; g++) {
      const a = low[first[g]!]!;
      const b = high[first[g]!]!;
      from[at] = a;
      to[at] = b;
      pair[at++] = g;
      if (a === b) continue;
      from[at] = b;
      to[at] = a;
      pair[at++] = g;
    }
    // Pairs come by (low, high), so that a stable sort by source leaves targets in order.
    const order = countingSort(from, numNodes);
    const rows = order.map((i) => pair[i]!);
    return [
      ...endColumns(
        order.map((i) => from[i]!),
        order.map((i) => to[i]!),
      ),
      ...data.map((column, i) => takeRows(schema.columns[i]!, column, rows)),
    ];
  });
}
