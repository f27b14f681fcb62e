import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError } from '../../core/index.js';
import { takeRows } from '../columns/take.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import * as names from '../options/schemas.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey } from '../schema/schema.js';
import { assembleGraph, type EdgePart, keptEdges, keptNodes, lazyNodes, nodeColumns, pickedEdges } from './parts.js';
import { rowsOfMask } from './rows.js';

export interface SubgraphOptions {
  /**
   * Nodes to keep by type: rows in the new order, or a 0/1 mask of all nodes (Uint8Array). Types left out keep all of
   * their nodes.
   */
  readonly nodes?: Readonly<Record<string, Int32Array | Uint8Array>>;
  /** Node types to keep; default all. Edge types that end elsewhere go with them. */
  readonly nodeTypes?: readonly string[];
  /** Edge types to keep; default all whose node types are kept. */
  readonly edgeTypes?: readonly EdgeTypeRef[];
}

const optionsSchema = z.strictObject({
  nodes: z.optional(z.record(z.string(), z.unknown())),
  nodeTypes: z.optional(z.array(names.nodeType, 'a list of node types')),
  edgeTypes: z.optional(names.edgeTypeRefs),
});

export interface Subgraph {
  readonly graph: HeteroGraph;
  /** Row in the original graph of every node, by node type. */
  readonly rows: Readonly<Record<string, Int32Array>>;
}

/**
 * The graph induced by some of its nodes and types: edges both of whose ends are kept, in their order, with their
 * columns. Types that stay whole are shared, not copied; an edge type whose inverse goes loses the mention of it.
 * O(nodes + edges of the types that change).
 *
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS; INVALID_OPTION where rows or edge
 * types are asked for without their node type; INDEX_OUT_OF_RANGE, DUPLICATE_ID; SHAPE_MISMATCH where a mask is of another
 * length
 */
export function subgraph(graph: HeteroGraph, options: SubgraphOptions): Subgraph {
  checkOptions(optionsSchema, options);
  const { nodes = {}, nodeTypes, edgeTypes } = options;
  for (const type of nodeTypes ?? []) graph.nodeSchema(type);
  const keptTypes = new Set(nodeTypes ?? graph.nodeTypes);
  const named = edgeTypes && new Set(edgeTypes.map((ref) => keyOfKept(graph.resolveEdgeType(ref), keptTypes)));
  const chosen = new Map<string, Int32Array>();
  for (const [type, given] of Object.entries(nodes)) {
    const numNodes = graph.numNodes(type);
    if (!keptTypes.has(type)) throw notKept(type, type);
    const rows = chosenRows(given, numNodes, type);
    if (!isWhole(rows, numNodes)) chosen.set(type, rows);
  }
  const types = graph.nodeTypes.filter((type) => keptTypes.has(type));
  const nodeParts = types.map((type) => {
    const rows = chosen.get(type);
    if (!rows) return keptNodes(graph, type);
    const schema = graph.nodeSchema(type);
    const take = () => nodeColumns(graph, type).map((data, i) => takeRows(schema.columns[i]!, data, rows));
    return lazyNodes(schema, rows.length, take);
  });
  const newRows = new Map([...chosen].map(([type, rows]) => [type, inverted(rows, graph.numNodes(type))]));
  const isKept = (type: EdgeType) =>
    keptTypes.has(type[0]) && keptTypes.has(type[2]) && (!named || named.has(edgeTypeKey(type)));
  const edgeParts = graph.edgeTypes.filter(isKept).map((type) => {
    const { columns, inverse } = graph.edgeSchema(type);
    const schema = { type, columns, ...(inverse && isKept(inverse) ? { inverse } : {}) };
    const [from, to] = [newRows.get(type[0]), newRows.get(type[2])];
    return from || to ? inducedEdges(graph, schema, from, to) : keptEdges(graph, type, schema);
  });
  const rows = types.map((type): [string, Int32Array] => [type, chosen.get(type) ?? allRows(graph.numNodes(type))]);
  return { graph: assembleGraph(nodeParts, edgeParts), rows: Object.fromEntries(rows) };
}

function inducedEdges(
  graph: HeteroGraph,
  schema: EdgePart['schema'],
  from: Int32Array | undefined,
  to: Int32Array | undefined,
): EdgePart {
  const { source, target } = graph.edgeIndex(schema.type);
  const kept = new Int32Array(source.length);
  let count = 0;
  for (let e = 0; e < source.length; e++) {
    if ((from ? from[source[e]!]! : 0) >= 0 && (to ? to[target[e]!]! : 0) >= 0) kept[count++] = e;
  }
  return pickedEdges(graph, schema, kept.slice(0, count), from, to);
}

function keyOfKept(type: EdgeType, keptTypes: ReadonlySet<string>): string {
  for (const end of [type[0], type[2]]) if (!keptTypes.has(end)) throw notKept(edgeTypeKey(type), end);
  return edgeTypeKey(type);
}

function notKept(type: string, nodeType: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `The node type "${nodeType}" is not among those to keep.`, {
    type,
    hint: 'List it in `nodeTypes`, or leave `nodeTypes` out.',
  });
}

function chosenRows(given: Int32Array | Uint8Array, numNodes: number, type: string): Int32Array {
  if (given instanceof Uint8Array) {
    if (given.length === numNodes) return rowsOfMask(given);
    const message = `The mask has ${given.length} entries for ${numNodes} nodes.`;
    throw new HeteroGraphError('SHAPE_MISMATCH', message, { type, hint: 'Pass row numbers as an Int32Array.' });
  }
  checkRows(given, numNodes, 'The rows to keep', { type, unique: true });
  return given.slice();
}

function isWhole(rows: Int32Array, numNodes: number): boolean {
  return rows.length === numNodes && rows.every((row, i) => row === i);
}

/** New row of every old one, -1 where it goes. */
function inverted(rows: Int32Array, numNodes: number): Int32Array {
  const out = new Int32Array(numNodes).fill(-1);
  for (let i = 0; i < rows.length; i++) out[rows[i]!] = i;
  return out;
}

function allRows(numNodes: number): Int32Array {
  const rows = new Int32Array(numNodes);
  for (let row = 0; row < numNodes; row++) rows[row] = row;
  return rows;
}
