import type { Data } from 'apache-arrow';
import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { concatColumns } from '../columns/concat.js';
import { isNumeric, NUMERIC_ARRAYS, type NumericType, nullColumn, numericColumn } from '../columns/make.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import { type ColumnSchema, type EdgeType, type EdgeTypeRef, edgeTypeKey } from '../schema/schema.js';
import { allNodes, assembleGraph, type EdgePart, edgeColumns, endColumns, keptEdges, lazyEdges } from './parts.js';

export interface SelfLoopsOptions {
  /** Edge types from a node type to itself; default all of those. An edge type's inverse gets the same loops. */
  readonly relations?: readonly EdgeTypeRef[];
  /** Weight of the new loops, in every column with the role `weight`; default 1. */
  readonly weight?: number;
}

const optionsSchema = z.strictObject({
  relations: z.optional(names.edgeTypeRefs),
  weight: z.optional(z.number('a finite number')),
});

/**
 * Adds a loop to every node that has none in the relation; loops that are there stay as they are. New loops come after
 * the edges, by node; their columns are null but for weights, so that those columns become nullable. O(N + E).
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS; INVALID_OPTION where a named relation leads to
 * another node type; INVALID_OPTION where the weight is not finite or no value of its column; WRONG_DTYPE where weights
 * are no numbers
 */
export function addSelfLoops(graph: HeteroGraph, options: SelfLoopsOptions = {}): HeteroGraph {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  const { relations, weight = 1 } = options;
  const selected = new Set<string>();
  const types = relations?.map((ref) => graph.resolveEdgeType(ref)) ?? graph.edgeTypes.filter(isWithin);
  for (const type of types) {
    const { inverse, columns } = graph.edgeSchema(type);
    if (!isWithin(type)) {
      throw new HeteroGraphError('INVALID_OPTION', 'Loops need edges within one node type.', {
        type: edgeTypeKey(type),
        hint: 'Name relations whose source and target type are the same.',
      });
    }
    selected.add(edgeTypeKey(type));
    if (inverse) selected.add(edgeTypeKey(inverse));
    for (const column of columns) checkWeight(column, weight, type);
  }
  const edges = graph.edgeTypes.map((type) =>
    selected.has(edgeTypeKey(type)) ? withLoops(graph, type, weight) : keptEdges(graph, type),
  );
  return assembleGraph(allNodes(graph), edges);
}

function isWithin(type: EdgeType): boolean {
  return type[0] === type[2];
}

function checkWeight(column: ColumnSchema, weight: number, type: EdgeType): void {
  if (column.role !== 'weight') return;
  const location = { type: edgeTypeKey(type), column: column.name };
  if (!isNumeric(column.type)) {
    throw new HeteroGraphError('WRONG_DTYPE', `A loop has no weight of type ${column.type}.`, {
      ...location,
      hint: 'Give the column another role.',
    });
  }
  const fits =
    column.type === 'int32' ? (weight | 0) === weight : column.type !== 'int64' || Number.isSafeInteger(weight);
  if (Number.isFinite(weight) && fits) return;
  throw new HeteroGraphError('INVALID_OPTION', `The weight ${weight} of loops does not fit a ${column.type} column.`, {
    ...location,
    hint: 'Give a weight that the column can hold, or cast the column to float64.',
  });
}

function withLoops(graph: HeteroGraph, type: EdgeType, weight: number): EdgePart {
  const { columns, inverse } = graph.edgeSchema(type);
  const { source, target } = graph.edgeIndex(type);
  const hasLoop = new Uint8Array(graph.numNodes(type[0]));
  for (let e = 0; e < source.length; e++) if (source[e] === target[e]) hasLoop[source[e]!] = 1;
  const numLoops = hasLoop.reduce((total, has) => total + 1 - has, 0);
  if (numLoops === 0) return keptEdges(graph, type);
  const nullable = (column: ColumnSchema): ColumnSchema =>
    column.role === 'weight' ? column : { ...column, nullable: true };
  const schema = { type, columns: columns.map(nullable), ...(inverse ? { inverse } : {}) };
  const numEdges = source.length + numLoops;
  return lazyEdges(schema, numEdges, () => {
    const [from, to] = [new Int32Array(numEdges), new Int32Array(numEdges)];
    from.set(source);
    to.set(target);
    let at = source.length;
    for (let row = 0; row < hasLoop.length; row++) {
      if (hasLoop[row]) continue;
      from[at] = row;
      to[at++] = row;
    }
    const data = edgeColumns(graph, type);
    return [
      ...endColumns(from, to),
      ...columns.map((column, i) => concatColumns(column, [data[i]!, loopValues(column, numLoops, weight)])),
    ];
  });
}

function loopValues(column: ColumnSchema, numLoops: number, weight: number): Data {
  if (column.role !== 'weight') return nullColumn(column, numLoops);
  const type = column.type as NumericType;
  const values = new NUMERIC_ARRAYS[type](numLoops);
  return numericColumn(type, values.fill((type === 'int64' ? BigInt(weight) : weight) as never));
}
