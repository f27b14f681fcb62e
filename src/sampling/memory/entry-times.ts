import { type Adjacency, HeteroGraphError } from '../../core/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';

/** Which columns say when nodes and edges came to be: `true` for all that have the role `time`; or columns by node or edge type. */
export type TimeColumns = true | Readonly<Record<string, string>>;

/** Times by node type and by key of the edge type; a type that is absent was always there. */
export interface GraphTimes {
  readonly nodes: ReadonlyMap<string, Float64Array>;
  readonly edges: ReadonlyMap<string, Float64Array>;
}

/** @throws {HeteroGraphError} MISSING_TIME where there is none, or a row has none; UNKNOWN_TYPE, UNKNOWN_COLUMN, WRONG_DTYPE */
export function graphTimes(graph: HeteroGraph, columns: TimeColumns): GraphTimes {
  const nodes = new Map<string, Float64Array>();
  const edges = new Map<string, Float64Array>();
  const add = (into: Map<string, Float64Array>, type: string, times: Float64Array | undefined): void => {
    if (times) into.set(type, complete(type, times));
  };
  if (columns === true) {
    for (const type of graph.nodeTypes) add(nodes, type, graph.times(type));
    for (const type of graph.edgeTypes) add(edges, edgeTypeKey(type), graph.times(type));
  } else {
    for (const [ref, column] of Object.entries(columns)) {
      if (graph.nodeTypes.includes(ref)) add(nodes, ref, graph.times(ref, column));
      else add(edges, edgeTypeKey(graph.resolveEdgeType(ref)), graph.times(ref, column));
    }
  }
  if (nodes.size + edges.size > 0) return { nodes, edges };
  throw new HeteroGraphError('MISSING_TIME', 'No node type and no edge type has times.', {
    hint: "Give a column the role 'time', or name columns by type: time: { posted: 'date' }.",
  });
}

function complete(type: string, times: Float64Array): Float64Array {
  const row = times.findIndex(Number.isNaN);
  if (row < 0) return times;
  throw new HeteroGraphError('MISSING_TIME', 'A row has no time.', {
    ...{ type, row },
    hint: 'Fill it in, or leave the row out; -Infinity for what was always there.',
  });
}

/** Entries of an adjacency sorted by time within their rows. */
export interface TimedEntries {
  /** [E], the number of the entry in the adjacency. */
  readonly order: Int32Array;
  /** [E], when an entry can be seen, which is when its edge and its source are there; ascends within a row. */
  readonly times: Float64Array;
}

/** undefined where neither the edges nor their sources have times. Equal times stay in the order of the edges. */
export function timedEntries(
  { nodes, edges }: GraphTimes,
  type: EdgeType,
  adjacency: Adjacency,
): TimedEntries | undefined {
  const [sourceTimes, edgeTimes] = [nodes.get(type[0]), edges.get(edgeTypeKey(type))];
  if (!sourceTimes && !edgeTimes) return undefined;
  const { numRows, indptr, indices } = adjacency;
  const numEntries = indices.length;
  const seen = new Float64Array(numEntries);
  for (let e = 0; e < numEntries; e++) {
    const source = sourceTimes ? sourceTimes[indices[e]!]! : Number.NEGATIVE_INFINITY;
    const edge = edgeTimes ? edgeTimes[adjacency.edges[e]!]! : Number.NEGATIVE_INFINITY;
    seen[e] = Math.max(source, edge);
  }
  const order = new Int32Array(numEntries);
  for (let e = 0; e < numEntries; e++) order[e] = e;
  for (let row = 0; row < numRows; row++) {
    const [first, last] = [indptr[row]!, indptr[row + 1]!];
    let isSorted = true;
    for (let e = first + 1; e < last && isSorted; e++) isSorted = seen[e - 1]! <= seen[e]!;
    if (!isSorted) order.subarray(first, last).sort((a, b) => (seen[a]! === seen[b]! ? a - b : seen[a]! - seen[b]!));
  }
  const times = new Float64Array(numEntries);
  for (let e = 0; e < numEntries; e++) times[e] = seen[order[e]!]!;
  return { order, times };
}
