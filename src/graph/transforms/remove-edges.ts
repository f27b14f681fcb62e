import * as z from 'zod/mini';
import { checkOptions, checkRows } from '../../core/index.js';
import type { HeteroGraph } from '../hetero-graph/hetero-graph.js';
import { type EdgeType, edgeTypeKey } from '../schema/schema.js';
import { allNodes, assembleGraph, keptEdges, pickedEdges } from './parts.js';

const edgesSchema = z.record(z.string(), z.unknown(), 'edge numbers by edge type');

/**
 * The graph without some edges: all nodes, and the other edges in their order with their columns. Of an edge type with an inverse, the edge that
 * runs back goes too, of parallel ones the first. O(nodes + edges of the types that change).
 *
 * @param edges numbers of edges, [n], from 0, each once, by edge type: its key `source>relation>target`, or its relation where only one has it
 * @example
 * removeEdges(graph, { 'author>writes>paper': Int32Array.of(3, 17) });
 * @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, INVALID_OPTION; of numbers WRONG_DTYPE, INDEX_OUT_OF_RANGE, DUPLICATE_ID
 */
export function removeEdges(graph: HeteroGraph, edges: Readonly<Record<string, Int32Array>>): HeteroGraph {
  checkOptions(edgesSchema, edges, { what: 'edges' });
  const gone = new Map<string, Uint8Array>();
  const flagsOf = (type: EdgeType) => {
    const key = edgeTypeKey(type);
    const flags = gone.get(key) ?? new Uint8Array(graph.numEdges(type));
    gone.set(key, flags);
    return flags;
  };
  const named = Object.entries(edges).map(([ref, numbers]) => {
    const type = graph.resolveEdgeType(ref);
    checkRows(numbers, graph.numEdges(type), 'The edges to remove', { type: edgeTypeKey(type), unique: true });
    const flags = flagsOf(type);
    for (const e of numbers) flags[e] = 1;
    return type;
  });
  // All that are missing a way back are found before any is removed for it.
  const missing = named.flatMap((type) => {
    const { inverse } = graph.edgeSchema(type);
    return inverse ? [{ inverse, pairs: pairsWithoutWayBack(graph, type, inverse, flagsOf) }] : [];
  });
  for (const { inverse, pairs } of missing) flagPairs(graph, inverse, pairs, flagsOf(inverse));
  const edgeParts = graph.edgeTypes.map((type) => {
    const flags = gone.get(edgeTypeKey(type));
    if (!flags?.includes(1)) return keptEdges(graph, type);
    const kept = Int32Array.from(flags.keys()).filter((e) => flags[e] === 0);
    return pickedEdges(graph, graph.edgeSchema(type), kept);
  });
  return assembleGraph(allNodes(graph), edgeParts);
}

/** How many more edges s to t go than edges t to s of the inverse, by t * numNodes(source) + s. */
function pairsWithoutWayBack(
  graph: HeteroGraph,
  type: EdgeType,
  inverse: EdgeType,
  flagsOf: (type: EdgeType) => Uint8Array,
): Map<number, number> {
  const size = graph.numNodes(type[0]);
  const pairs = new Map<number, number>();
  const add = (pair: number, count: number) => pairs.set(pair, (pairs.get(pair) ?? 0) + count);
  const there = graph.edgeIndex(type);
  for (const [e, flag] of flagsOf(type).entries()) if (flag) add(there.target[e]! * size + there.source[e]!, 1);
  const back = graph.edgeIndex(inverse);
  for (const [e, flag] of flagsOf(inverse).entries()) if (flag) add(back.source[e]! * size + back.target[e]!, -1);
  return pairs;
}

function flagPairs(graph: HeteroGraph, type: EdgeType, pairs: Map<number, number>, flags: Uint8Array): void {
  const { source, target } = graph.edgeIndex(type);
  const size = graph.numNodes(type[2]);
  for (let e = 0; e < flags.length; e++) {
    const pair = source[e]! * size + target[e]!;
    const count = pairs.get(pair) ?? 0;
    if (count <= 0 || flags[e] === 1) continue;
    flags[e] = 1;
    pairs.set(pair, count - 1);
  }
}
