import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { expectGraph } from '../hetero-graph/expect-graph.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { compareIds } from '../ids/compare-ids.js';
import { similarIdHint } from '../ids/similar-id.js';
import * as names from '../options/schemas.js';
import type { EdgeType, EdgeTypeRef } from '../schema/schema.js';
import { type Subgraph, subgraph } from './subgraph.js';

export interface EgoNetworkOptions {
  /** Edges from the node at most, whichever way they lead; default 2. */
  readonly hops?: number;
  /** Nodes at most, the node itself counted; default 200. */
  readonly limit?: number;
  /** Node types to keep; default all. */
  readonly nodeTypes?: readonly string[];
  /** Edge types to follow and to keep; default all between the node types. */
  readonly edgeTypes?: readonly EdgeTypeRef[];
}

const optionsSchema = z.strictObject({
  hops: z.optional(option.countFrom(0)),
  limit: z.optional(option.count),
  nodeTypes: z.optional(z.array(names.nodeType, 'a list of node types')),
  edgeTypes: z.optional(names.edgeTypeRefs),
});

export interface EgoNetwork extends Subgraph {
  /** Edges from the node to every node that is kept, by node type, in the order of `rows`. */
  readonly hops: Readonly<Record<string, Int32Array>>;
  /** Nodes that were reached and left out for the limit. What only they lead to is not counted. */
  readonly leftOut: number;
}

/**
 * A node, what is around it, and all edges among these. Where there are more nodes than the limit, near ones are kept first, and of equally
 * near ones those with the most edges to the nodes before them, then by type and id. O(edges of the nodes kept + N).
 *
 * @example const { graph: around } = egoNetwork(graph, 'author', 'Ada', { hops: 2 });
 * @throws {HeteroGraphError} INDEX_OUT_OF_RANGE where there is no such id; UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION
 */
export function egoNetwork(
  graph: HeteroGraph,
  type: string,
  id: string | number | bigint,
  options: EgoNetworkOptions = {},
): EgoNetwork {
  expectGraph(graph);
  checkOptions(optionsSchema, options);
  const { hops = 2, limit = 200, nodeTypes = graph.nodeTypes, edgeTypes } = options;
  for (const each of [...nodeTypes, type]) graph.nodeSchema(each);
  if (!nodeTypes.includes(type))
    throw new HeteroGraphError('INVALID_OPTION', `The node type "${type}" is not among those to keep.`, { type });
  const row = graph.ids(type).indexOf(id);
  if (row < 0)
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no ${type} "${String(id)}".`, {
      type,
      hint: similarIdHint(graph.ids(type), id) ?? 'Ids are those of the id column, else row numbers.',
    });
  const followed = edgeTypes?.map((ref) => graph.resolveEdgeType(ref)) ?? graph.edgeTypes;
  const isKept = ([source, , target]: EdgeType) => nodeTypes.includes(source) && nodeTypes.includes(target);
  const { distances, leftOut } = reached(graph, type, row, followed.filter(isKept), hops, limit);
  const nodes = Object.fromEntries(
    nodeTypes.map((each): [string, Int32Array] => {
      const all = distances.get(each);
      return [each, all ? rowsReached(all) : new Int32Array(0)];
    }),
  );
  const kept = subgraph(graph, { nodes, nodeTypes, ...(edgeTypes ? { edgeTypes } : {}) });
  const hopsOf = Object.entries(kept.rows).map(([each, rows]): [string, Int32Array] => {
    return [each, rows.map((at) => distances.get(each)![at]!)];
  });
  return { ...kept, hops: Object.fromEntries(hopsOf), leftOut };
}

interface Found {
  readonly type: string;
  readonly row: number;
}

function reached(
  graph: HeteroGraph,
  type: string,
  row: number,
  edgeTypes: readonly EdgeType[],
  hops: number,
  limit: number,
) {
  /** Distance of every node of a type, -1 where it is not reached; edges to the nodes of the hop before. */
  const distances = new Map<string, Int32Array>();
  const links = new Map<string, Int32Array>();
  const distanceOf = (of: string) => {
    let list = distances.get(of);
    if (!list) {
      list = new Int32Array(graph.numNodes(of)).fill(-1);
      distances.set(of, list);
      links.set(of, new Int32Array(list.length));
    }
    return list;
  };
  distanceOf(type)[row] = 0;
  let [frontier, room, leftOut]: [Found[], number, number] = [[{ type, row }], limit - 1, 0];
  for (let hop = 1; hop <= hops && frontier.length > 0 && leftOut === 0; hop++) {
    const found: Found[] = [];
    for (const from of frontier) {
      for (const edgeType of edgeTypes) {
        for (const direction of ['out', 'in'] as const) {
          const [own, other] = direction === 'out' ? [edgeType[0], edgeType[2]] : [edgeType[2], edgeType[0]];
          if (own !== from.type) continue;
          const { indptr, indices } = graph.adjacency(edgeType, direction);
          const [distance, count] = [distanceOf(other), links];
          for (let e = indptr[from.row]!; e < indptr[from.row + 1]!; e++) {
            const to = indices[e]!;
            if (distance[to]! >= 0) continue;
            if (count.get(other)![to]!++ === 0) found.push({ type: other, row: to });
          }
        }
      }
    }
    if (found.length > room) {
      found.sort(byLinks(graph, links));
      leftOut = found.length - room;
    }
    frontier = found.slice(0, room);
    room -= frontier.length;
    for (const { type: of, row: at } of frontier) distances.get(of)![at] = hop;
  }
  return { distances, leftOut };
}

function byLinks(graph: HeteroGraph, links: ReadonlyMap<string, Int32Array>) {
  const rank = new Map(graph.nodeTypes.map((type, i) => [type, i]));
  return (a: Found, b: Found) =>
    links.get(b.type)![b.row]! - links.get(a.type)![a.row]! ||
    rank.get(a.type)! - rank.get(b.type)! ||
    compareIds(graph.ids(a.type).idOf(a.row), graph.ids(b.type).idOf(b.row)) ||
    a.row - b.row;
}

function rowsReached(distances: Int32Array): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < distances.length; row++) if (distances[row]! >= 0) rows.push(row);
  return Int32Array.from(rows);
}
