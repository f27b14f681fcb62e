import type { Data } from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import { numericColumn } from '../columns/make.js';
import { chunk } from '../columns/read.js';
import { makeTable } from '../columns/table.js';
import { takeRows } from '../columns/take.js';
import type { Direction, TableSource } from '../hetero-graph/graph-store.js';
import { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { IdIndex } from '../ids/id-index.js';
import { type EdgeType, type EdgeTypeSchema, END_COLUMNS, edgeTypeKey, type NodeTypeSchema } from '../schema/schema.js';
import { checkSchema } from '../schema/schema-check.js';

/**
 * What transforms put graphs together from. Parts that did not change are those of the old graph: no copy, tables of a
 * saved graph still read on first use, indexes shared. New tables are made on first use.
 */

export interface NodePart {
  readonly schema: NodeTypeSchema;
  readonly source: TableSource;
  /** The index of the ids, where rows and ids are those of another graph. */
  readonly ids?: () => IdIndex;
}

export interface EdgePart {
  readonly schema: EdgeTypeSchema;
  readonly source: TableSource;
  /** Row offsets, where they are known from another graph. */
  readonly offsets?: (direction: Direction) => Int32Array;
}

/** @throws {HeteroGraphError} INVALID_SCHEMA */
export function assembleGraph(nodes: readonly NodePart[], edges: readonly EdgePart[]): HeteroGraph {
  const schema = checkSchema({ nodes: nodes.map((part) => part.schema), edges: edges.map((part) => part.schema) });
  const nodeParts = new Map(nodes.map((part) => [part.schema.name, part]));
  const edgeParts = new Map(edges.map((part) => [edgeTypeKey(part.schema.type), part]));
  return new HeteroGraph(schema, {
    nodes: new Map(nodes.map((part) => [part.schema.name, part.source])),
    edges: new Map(edges.map((part) => [edgeTypeKey(part.schema.type), part.source])),
    ids: (type) => nodeParts.get(type)?.ids?.(),
    offsets: (key, direction) => edgeParts.get(key)?.offsets?.(direction),
  });
}

/** The node type as it is. */
export function keptNodes(graph: HeteroGraph, type: string): NodePart {
  return {
    schema: graph.nodeSchema(type),
    source: { numRows: graph.numNodes(type), table: () => graph.nodeTable(type) },
    ids: () => graph.ids(type),
  };
}

/** Every node type as it is. */
export function allNodes(graph: HeteroGraph): NodePart[] {
  return graph.nodeTypes.map((type) => keptNodes(graph, type));
}

/** The edge type as it is. */
export function keptEdges(graph: HeteroGraph, type: EdgeType, schema = graph.edgeSchema(type)): EdgePart {
  return {
    schema,
    source: { numRows: graph.numEdges(type), table: () => graph.edgeTable(type) },
    offsets: (direction) => graph.rowOffsets(type, direction),
  };
}

/** A table whose columns are made on first use. */
export function lazyNodes(schema: NodeTypeSchema, numRows: number, make: () => readonly Data[]): NodePart {
  return { schema, source: { numRows, table: once(() => makeTable(schema.columns, make(), numRows)) } };
}

/** An edge table whose columns, ends first, are made on first use. */
export function lazyEdges(schema: EdgeTypeSchema, numRows: number, make: () => readonly Data[]): EdgePart {
  const columns = [...END_COLUMNS, ...schema.columns];
  return { schema, source: { numRows, table: once(() => makeTable(columns, make(), numRows)) } };
}

/**
 * Some edges of a type, in the order given.
 *
 * @param schema the edge type as it shall be, with the columns it has in `graph`
 * @param from new row of every source node, where source nodes have other rows than in `graph`; `to` likewise
 */
export function pickedEdges(
  graph: HeteroGraph,
  schema: EdgeTypeSchema,
  edges: Int32Array,
  from?: Int32Array,
  to?: Int32Array,
): EdgePart {
  const { type, columns } = schema;
  return lazyEdges(schema, edges.length, () => {
    const { source, target } = graph.edgeIndex(type);
    const newSource = edges.map((e) => (from ? from[source[e]!]! : source[e]!));
    const newTarget = edges.map((e) => (to ? to[target[e]!]! : target[e]!));
    const data = edgeColumns(graph, type).map((column, i) => takeRows(columns[i]!, column, edges));
    return [...endColumns(newSource, newTarget), ...data];
  });
}

/** Columns of an edge type besides the ends. */
export function edgeColumns(graph: HeteroGraph, type: EdgeType): Data[] {
  const table = graph.edgeTable(type);
  return graph.edgeSchema(type).columns.map((_, i) => chunk(table.getChildAt(i + END_COLUMNS.length)!));
}

/** Columns of a node type. */
export function nodeColumns(graph: HeteroGraph, type: string): Data[] {
  const table = graph.nodeTable(type);
  return graph.nodeSchema(type).columns.map((_, i) => chunk(table.getChildAt(i)!));
}

export function endColumns(source: Int32Array, target: Int32Array): [Data, Data] {
  return [numericColumn('int32', source), numericColumn('int32', target)];
}

/** Keys of the edge types that are meant: those named, or all. @throws {HeteroGraphError} UNKNOWN_TYPE */
export function selectedEdges(graph: HeteroGraph, relations: readonly (EdgeType | string)[] | undefined): Set<string> {
  const types = relations?.map((ref) => graph.resolveEdgeType(ref)) ?? graph.edgeTypes;
  return new Set(types.map(edgeTypeKey));
}

/** @throws {HeteroGraphError} DUPLICATE_NAME where the graph, or a type made before, has the triple */
export function newEdgeType(taken: Set<string>, type: EdgeType, hint: string): EdgeType {
  const key = edgeTypeKey(type);
  if (taken.has(key)) {
    throw new HeteroGraphError('DUPLICATE_NAME', `There is an edge type "${key}" already.`, { type: key, hint });
  }
  taken.add(key);
  return type;
}

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
