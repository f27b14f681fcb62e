import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { concatColumns } from '../columns/concat.js';
import { numericColumn } from '../columns/make.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import { type ColumnSchema, type EdgeType, edgeTypeKey } from '../schema/schema.js';
import { assembleGraph, edgeColumns, endColumns, lazyEdges, lazyNodes, nodeColumns } from './parts.js';
import { typeOffsets } from './type-offsets.js';

export interface HomogeneousOptions {
  /** The one edge type; its node type twice. Default `['node', 'edge', 'node']`. */
  readonly type?: EdgeType;
  /** Name of the int32 columns with the type of every node and edge; default `type`. */
  readonly typeColumn?: string;
}

const optionsSchema = z.strictObject({
  type: z.optional(z.tuple([z.string(), z.string(), z.string()])),
  typeColumn: z.optional(names.columnName),
});

/** A graph of one node type and one edge type, and how its rows relate to those of the typed graph. */
export interface HomogeneousGraph {
  readonly graph: HeteroGraph;
  /** [nodes], index into `nodeTypes`. */
  readonly nodeType: Int32Array;
  /** [edges], index into `edgeTypes`. */
  readonly edgeType: Int32Array;
  readonly nodeTypes: readonly string[];
  readonly edgeTypes: readonly EdgeType[];
  /** First row of every node type, then the number of nodes, [node types + 1]. */
  readonly offsets: Int32Array;
  /** First row of every edge type, then the number of edges, [edge types + 1]. */
  readonly edgeOffsets: Int32Array;
  /** @throws {HeteroGraphError} UNKNOWN_TYPE, INDEX_OUT_OF_RANGE */
  toHomogeneousRow(type: string, row: number): number;
  /** @throws {HeteroGraphError} INDEX_OUT_OF_RANGE */
  fromHomogeneousRow(row: number): { readonly type: string; readonly row: number };
}

/**
 * One node type and one edge type from all: rows of the types one after another, in schema order. Columns that every
 * node type (or edge type) has with the same name, type, role, width and classes are joined; ids become attributes,
 * since they need not be unique across types; all other columns are left out. Where every edge type has an inverse, the
 * one edge type is its own. O(nodes + edges + joined values).
 *
 * @throws {HeteroGraphError} TOO_LARGE; DUPLICATE_NAME where a joined column is called like the type column;
 * INVALID_OPTION where the edge type has two node types
 */
export function toHomogeneous(graph: HeteroGraph, options: HomogeneousOptions = {}): HomogeneousGraph {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  const { type = ['node', 'edge', 'node'], typeColumn = 'type' } = options;
  const { nodeTypes, edgeTypes } = graph;
  if (type[0] !== type[2]) {
    throw new HeteroGraphError('INVALID_OPTION', 'The edges of a graph of one node type lead to another type.', {
      type: edgeTypeKey(type),
      hint: "Name the same node type for both ends, such as ['node', 'edge', 'node'].",
    });
  }
  const offsets = typeOffsets(nodeTypes.map((name) => graph.numNodes(name)));
  const edgeOffsets = typeOffsets(edgeTypes.map((each) => graph.numEdges(each)));
  const shared = sharedColumns(graph.schema.nodes.map((node) => node.columns));
  const sharedByEdges = sharedColumns(graph.schema.edges.map((edge) => edge.columns));
  for (const [name, columns] of [
    [type[0], shared],
    [edgeTypeKey(type), sharedByEdges],
  ] as const) {
    if (!columns.some((column) => column.name === typeColumn)) continue;
    const hint = 'Pass `typeColumn` to call the column with the types otherwise.';
    throw new HeteroGraphError('DUPLICATE_NAME', `All types have a column "${typeColumn}".`, { type: name, hint });
  }
  const nodeType = typeOfRows(offsets);
  const edgeType = typeOfRows(edgeOffsets);
  const kinds: ColumnSchema = { name: typeColumn, type: 'int32', role: 'attribute' };
  const joined = (columns: readonly ColumnSchema[], of: readonly (readonly [readonly ColumnSchema[], Columns])[]) =>
    columns.map((column) => {
      const parts = of.map(([own, data]) => data[own.findIndex(({ name }) => name === column.name)]!);
      return concatColumns(column, parts);
    });
  const nodes = lazyNodes({ name: type[0], columns: [kinds, ...shared] }, nodeType.length, () => {
    const parts = nodeTypes.map((name) => [graph.nodeSchema(name).columns, nodeColumns(graph, name)] as const);
    return [numericColumn('int32', nodeType), ...joined(shared, parts)];
  });
  const isSymmetric = edgeTypes.length > 0 && graph.schema.edges.every((edge) => edge.inverse);
  const schema = { type, columns: [kinds, ...sharedByEdges], ...(isSymmetric ? { inverse: type } : {}) };
  const edges = lazyEdges(schema, edgeType.length, () => {
    const [source, target] = [new Int32Array(edgeType.length), new Int32Array(edgeType.length)];
    for (const [i, each] of edgeTypes.entries()) {
      const ends = graph.edgeIndex(each);
      const [from, to] = [offsets[nodeTypes.indexOf(each[0])]!, offsets[nodeTypes.indexOf(each[2])]!];
      for (let e = 0; e < ends.source.length; e++) {
        source[edgeOffsets[i]! + e] = from + ends.source[e]!;
        target[edgeOffsets[i]! + e] = to + ends.target[e]!;
      }
    }
    const parts = edgeTypes.map((each) => [graph.edgeSchema(each).columns, edgeColumns(graph, each)] as const);
    return [...endColumns(source, target), numericColumn('int32', edgeType), ...joined(sharedByEdges, parts)];
  });
  return {
    graph: assembleGraph([nodes], [edges]),
    nodeType,
    edgeType,
    nodeTypes,
    edgeTypes,
    offsets,
    edgeOffsets,
    toHomogeneousRow: (name, row) => offsets[nodeTypes.indexOf(name)]! + checkedRow(row, graph.numNodes(name), name),
    fromHomogeneousRow: (row) => {
      const of = nodeType[checkedRow(row, nodeType.length, type[0])]!;
      return { type: nodeTypes[of]!, row: row - offsets[of]! };
    },
  };
}

type Columns = ReturnType<typeof nodeColumns>;

function sharedColumns(types: readonly (readonly ColumnSchema[])[]): ColumnSchema[] {
  const [first = [], ...others] = types;
  const out: ColumnSchema[] = [];
  for (const column of first) {
    const same = others.map((columns) => columns.find((other) => isAlike(column, other)));
    if (same.includes(undefined)) continue;
    const nullable = column.nullable === true || same.some((other) => other!.nullable === true);
    out.push({ ...column, role: column.role === 'id' ? 'attribute' : column.role, nullable });
  }
  return out;
}

function isAlike(a: ColumnSchema, b: ColumnSchema): boolean {
  const kind = ({ name, type, role, width, classes }: ColumnSchema) =>
    JSON.stringify([name, type, role, width, classes]);
  return kind(a) === kind(b);
}

function typeOfRows(offsets: Int32Array): Int32Array {
  const types = new Int32Array(offsets[offsets.length - 1]!);
  for (let t = 0; t + 1 < offsets.length; t++) types.fill(t, offsets[t]!, offsets[t + 1]!);
  return types;
}

function checkedRow(row: number, numRows: number, type: string): number {
  if (Number.isInteger(row) && row >= 0 && row < numRows) return row;
  throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no row ${row}.`, {
    type,
    hint: numRows === 0 ? 'There are no rows.' : `Numbers of rows go from 0 to ${numRows - 1}.`,
  });
}
