import type { Data } from 'apache-arrow';
import { HeteroGraphError } from '../../core/index.js';
import { chunk } from '../columns/read.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import type { ColumnSchema, ColumnType } from '../schema/schema.js';
import { assembleGraph, keptEdges, keptNodes, lazyNodes, type NodePart, nodeColumns } from './parts.js';

/** A new column of a node type; made on first use. */
export interface NewColumn {
  readonly column: ColumnSchema;
  readonly make: () => Data;
}

/** The graph with a column of a node type put in the place of the one of that name, or added at the end. */
export function withNodeColumns(graph: HeteroGraph, changes: ReadonlyMap<string, NewColumn>): HeteroGraph {
  const nodes = graph.nodeTypes.map((type): NodePart => {
    const change = changes.get(type);
    if (!change) return keptNodes(graph, type);
    const { name, columns } = graph.nodeSchema(type);
    const at = columns.findIndex((column) => column.name === change.column.name);
    const place = at < 0 ? columns.length : at;
    const part = lazyNodes({ name, columns: put(columns, place, change.column) }, graph.numNodes(type), () =>
      put(nodeColumns(graph, type), place, change.make()),
    );
    return columns[at]?.role === 'id' ? part : { ...part, ids: () => graph.ids(type) };
  });
  const edges = graph.edgeTypes.map((type) => keptEdges(graph, type));
  return assembleGraph(nodes, edges);
}

function put<T>(list: readonly T[], at: number, value: T): T[] {
  return [...list.slice(0, at), value, ...list.slice(at + 1)];
}

/** @throws {HeteroGraphError} UNKNOWN_TYPE, DUPLICATE_NAME where the node type has a column of that name */
export function checkNewColumn(graph: HeteroGraph, type: string, name: string): void {
  if (!graph.nodeSchema(type).columns.some((column) => column.name === name)) return;
  throw new HeteroGraphError('DUPLICATE_NAME', `There is a column "${name}" already.`, {
    type,
    column: name,
    hint: 'Pass `name` to call the new column otherwise.',
  });
}

/** A column of a node type by its name. @throws {HeteroGraphError} UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE */
export function findNodeColumn(
  graph: HeteroGraph,
  type: string,
  name: string,
  allowed: readonly ColumnType[],
): { readonly column: ColumnSchema; readonly data: () => Data } {
  const { columns } = graph.nodeSchema(type);
  const at = columns.findIndex((column) => column.name === name);
  const location = { type, column: name };
  if (at < 0) {
    const hint = `The type has: ${columns.map((column) => column.name).join(', ') || 'none'}.`;
    throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, { ...location, hint });
  }
  const column = columns[at]!;
  if (!allowed.includes(column.type)) {
    const message = `The column is ${column.type}; it must be ${allowed.join(' or ')}.`;
    throw new HeteroGraphError('WRONG_DTYPE', message, { ...location, hint: 'Name another column, or cast this one.' });
  }
  return { column, data: () => chunk(graph.nodeTable(type).getChildAt(at)!) };
}

/** The named matrix of a node type, or its first one with the role `feature`; undefined where it has none. */
export function findMatrix(graph: HeteroGraph, type: string, name: string | undefined, allowed: readonly ColumnType[]) {
  const { columns } = graph.nodeSchema(type);
  const isMatrix = ({ role, type: dtype }: ColumnSchema) => role === 'feature' && ['dense', 'sparse'].includes(dtype);
  const found = name ?? columns.find(isMatrix)?.name;
  return found === undefined ? undefined : findNodeColumn(graph, type, found, allowed);
}

export function missingFeatures(type: string): HeteroGraphError {
  return new HeteroGraphError('MISSING_FEATURES', 'The node type has no feature matrix.', {
    type,
    hint: 'Name a column, or make one with featureMatrix, oneHot or hashedText.',
  });
}
