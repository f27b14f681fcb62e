import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, ownProperty } from '../../../core/index.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey, type HeteroGraph, subgraph } from '../../../graph/index.js';
import { expectGraph } from '../../../graph/internal.js';
import { type LayoutOptions, layoutGraph } from '../layout/layout-graph.js';
import type { Network } from '../network.js';
import { type ByType, listsByType } from './lists-by-type.js';
import { mostConnected } from './most-connected.js';
import { numberedRelations } from './numbered-relations.js';

export interface GraphPictureOptions extends LayoutOptions {
  /** Node types that are drawn; default those of the relations, all where none are named. */
  readonly nodeTypes?: readonly string[];
  /** Edge types that are drawn; default all between the node types, of an inverse pair the first. */
  readonly relations?: readonly EdgeTypeRef[];
  /**
   * Such as the community of every node, by node type, [N] each, or as an algorithm gives them (`NodeValues`): the colours. A type that is left
   * out has none.
   */
  readonly groups?: ByType<string | number>;
  /** How large every node is drawn, in the same form, from 0; default the number of its edges. A type that is left out: 0. */
  readonly sizes?: ByType<number>;
  /** Column with the names of nodes, by node type; default their ids. */
  readonly names?: Readonly<Record<string, string>>;
  /** Nodes at most: of more, those with the most edges; default 1000. */
  readonly limit?: number;
}

const optionsSchema = z.looseObject({
  nodeTypes: z.optional(z.array(z.string('the name of a node type'), 'a list of node types')),
  relations: z.optional(z.array(z.unknown(), 'a list of edge types')),
  names: z.optional(z.record(z.string(), z.string('the name of a column'))),
  limit: z.optional(option.count),
});

/** A {@link Network} of a graph, and which of its nodes it shows. */
export interface GraphPicture extends Network {
  readonly positions: Float32Array;
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly sizes: Float64Array;
  /** Rows of the nodes that are shown, by node type; nodes of the picture are these, type after type. */
  readonly rows: Readonly<Record<string, Int32Array>>;
  /** Nodes that are left out, by node type, where there are any. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/**
 * What a picture of a graph shows, laid out: `networkDrawing` and `networkPage` draw it. A note says what is left out.
 *
 * @example const svg = networkDrawing(await graphPicture(graph, { limit: 300 }));
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, UNKNOWN_COLUMN, SHAPE_MISMATCH, INVALID_OPTION, ABORTED, NO_WORKERS
 */
export async function graphPicture(graph: HeteroGraph, options: GraphPictureOptions = {}): Promise<GraphPicture> {
  expectGraph(graph);
  expectArgument(options, 'object', 'options');
  const { nodeTypes, relations, names, limit = 1000, groups: ofGroups, sizes: ofSizes, ...layout } = options;
  checkOptions(optionsSchema, options);
  const [groups, sizes] = [listsByType(ofGroups, 'groups'), listsByType(ofSizes, 'sizes')];
  const edgeTypes = chosenRelations(graph, nodeTypes, relations);
  const kept = graph.nodeTypes.filter((type) =>
    nodeTypes ? nodeTypes.includes(type) : !relations || edgeTypes.some(([from, , to]) => from === type || to === type),
  );
  for (const [what, lists] of Object.entries({ groups, sizes })) checkLengths(graph, lists, what);
  for (const type of Object.keys(names ?? {})) graph.nodeSchema(type);
  const chosen = mostConnected(graph, kept, edgeTypes, limit);
  const part = subgraph(graph, { nodes: chosen, nodeTypes: kept, edgeTypes });
  const { numNodes, relations: drawn, ends } = numberedRelations(part.graph, edgeTypes);
  const positions = await layoutGraph({ numNodes, ...ends }, layout);
  const each = <T>(of: (type: string, row: number, at: number) => T): T[] =>
    kept.flatMap((type) => Array.from(part.rows[type]!, (row, at) => of(type, row, at)));
  const leftOut = kept
    .map((type): [string, number] => [type, graph.numNodes(type) - part.rows[type]!.length])
    .filter(([, count]) => count > 0);
  const degrees = new Float64Array(numNodes);
  for (const list of [ends.source, ends.target]) for (const node of list) degrees[node]!++;
  return {
    positions,
    relations: drawn,
    types: each((type) => type),
    names: namesOf(part.graph, kept, names ?? {}),
    ...(groups ? { groups: each((type, row) => ownProperty(groups, type)?.[row] ?? '') } : {}),
    sizes: sizes ? Float64Array.from(each((type, row) => ownProperty(sizes, type)?.[row] ?? 0)) : degrees,
    notes: notesOf(numNodes, leftOut),
    rows: part.rows,
    leftOut: Object.fromEntries(leftOut),
  };
}

function chosenRelations(
  graph: HeteroGraph,
  nodeTypes: readonly string[] | undefined,
  relations: readonly EdgeTypeRef[] | undefined,
): EdgeType[] {
  for (const type of nodeTypes ?? []) graph.nodeSchema(type);
  if (relations) return relations.map((ref) => graph.resolveEdgeType(ref));
  const shown = new Set<string>();
  return graph.edgeTypes.filter((type) => {
    if (nodeTypes && !(nodeTypes.includes(type[0]) && nodeTypes.includes(type[2]))) return false;
    const { inverse } = graph.edgeSchema(type);
    if (inverse && shown.has(edgeTypeKey(inverse))) return false;
    shown.add(edgeTypeKey(type));
    return true;
  });
}

function checkLengths(
  graph: HeteroGraph,
  lists: Readonly<Record<string, ArrayLike<unknown>>> | undefined,
  what: string,
) {
  for (const [type, list] of Object.entries(lists ?? {})) {
    const count = graph.numNodes(type);
    expectArgument(list, 'list', `${what}.${type}`);
    if (list.length !== count)
      throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${count} nodes and ${list.length} ${what}.`, { type });
  }
}

function namesOf(graph: HeteroGraph, types: readonly string[], columns: Readonly<Record<string, string>>): string[] {
  return types.flatMap((type) => {
    const ids = graph.ids(type);
    const name = ownProperty(columns, type);
    const idNames = Array.from({ length: ids.size }, (_, row) => String(ids.idOf(row)));
    if (name === undefined) return idNames;
    const column = graph.nodeTable(type).getChild(name);
    if (!column)
      throw new HeteroGraphError('UNKNOWN_COLUMN', `There is no column "${name}".`, {
        ...{ type, column: name },
        hint: `The type has: ${
          graph
            .nodeSchema(type)
            .columns.map((each) => each.name)
            .join(', ') || 'none'
        }.`,
      });
    return idNames.map((id, row) => String(column.get(row) ?? id));
  });
}

function notesOf(numNodes: number, leftOut: readonly (readonly [string, number])[]): string[] {
  if (leftOut.length === 0) return [];
  const counted = (count: number) => count.toLocaleString('en');
  const listed = leftOut.slice(0, 3).map(([type, count]) => `${counted(count)} of ${type}`);
  const others = leftOut.slice(3).reduce((sum, [, count]) => sum + count, 0);
  const all = others > 0 ? [...listed, `${counted(others)} of other types`] : listed;
  return [`The ${counted(numNodes)} nodes with the most edges; left out are ${all.join(', ')}.`];
}
