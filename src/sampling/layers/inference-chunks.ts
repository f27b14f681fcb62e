import * as z from 'zod/mini';
import { type Adjacency, checkOptions, option } from '../../core/index.js';
import { type EdgeType, type EdgeTypeRef, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import type { SampledRelation } from '../sampled-graph.js';

/** Some nodes of a type, for which one layer is to be computed from the layer before. */
export interface InferenceChunk {
  /** 0-based. */
  readonly layer: number;
  readonly nodeType: string;
  /** Rows in the graph to compute. */
  readonly rows: Int32Array;
  /** By node type: rows in the graph whose values of the layer before are needed. Those of `nodeType` begin with `rows`. */
  readonly inputs: ReadonlyMap<string, Int32Array>;
  /** All edges that end at `rows`: row i of a relation is `rows[i]`, `indices` are positions in `inputs` of the source type. */
  readonly relations: ReadonlyMap<string, SampledRelation>;
}

export interface InferenceOptions {
  readonly layers: number;
  /** Types that are wanted of the last layer; default all. Layers before compute what these need and no more. */
  readonly nodeTypes?: readonly string[];
  /** Relations that messages go along; default all. */
  readonly relations?: readonly EdgeTypeRef[];
  /** Most nodes of a chunk; default 65,536. */
  readonly maxRows?: number;
  /** Most edges of a chunk, unless one node has more; default 1,048,576. */
  readonly maxEdges?: number;
}

const optionsSchema = z.strictObject({
  layers: option.count,
  nodeTypes: z.optional(z.array(z.string('the name of a node type'), 'a list of node types')),
  relations: z.optional(
    z.array(
      z.custom<EdgeTypeRef>(() => true),
      'a list of relations',
    ),
  ),
  maxRows: z.optional(option.count),
  maxEdges: z.optional(option.count),
});

/**
 * Goes over a whole graph layer by layer, so that every node's value of every layer is computed once, from all its neighbours: the exact
 * output of a model trained on samples, in memory for one layer and one chunk. Layers come in order, and all chunks of a layer before the
 * next one. O(layers x edges).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, AMBIGUOUS
 * @example
 * for (const { layer, nodeType, rows, inputs, relations } of inferenceChunks(graph, { layers: 2 })) {
 *   // gather the values of `inputs` in layer `layer - 1` (features for layer 0), pass messages, store at `rows`
 * }
 */
export function inferenceChunks(
  graph: HeteroGraph,
  options: InferenceOptions,
): Generator<InferenceChunk, void, undefined> {
  checkOptions(optionsSchema, options);
  const { layers, nodeTypes = graph.nodeTypes, maxRows = 65_536, maxEdges = 1 << 20 } = options;
  for (const type of nodeTypes) graph.nodeSchema(type);
  const types = (options.relations ?? graph.edgeTypes).map((ref) => graph.resolveEdgeType(ref));
  const needed: Set<string>[] = [];
  let wanted = new Set(nodeTypes);
  for (let layer = layers - 1; layer >= 0; layer--) {
    needed[layer] = wanted;
    const current = wanted;
    wanted = new Set([...current, ...types.filter((type) => current.has(type[2])).map((type) => type[0])]);
  }
  return chunksOf(graph, types, needed, maxRows, maxEdges);
}

function* chunksOf(
  graph: HeteroGraph,
  types: readonly EdgeType[],
  needed: readonly ReadonlySet<string>[],
  maxRows: number,
  maxEdges: number,
): Generator<InferenceChunk, void, undefined> {
  const positions = new Positions(graph);
  for (const [layer, wanted] of needed.entries()) {
    for (const nodeType of graph.nodeTypes.filter((type) => wanted.has(type))) {
      const relations = types
        .filter((type) => type[2] === nodeType)
        .map((type) => ({ type, adjacency: graph.adjacency(edgeTypeKey(type), 'in') }));
      const numNodes = graph.numNodes(nodeType);
      for (let begin = 0; begin < numNodes; ) {
        const end = chunkEnd(relations, begin, Math.min(numNodes, begin + maxRows), maxEdges);
        yield { layer, nodeType, ...positions.chunk(nodeType, begin, end, relations) };
        begin = end;
      }
    }
  }
}

interface Relation {
  readonly type: EdgeType;
  readonly adjacency: Adjacency;
}

/** Where a chunk ends: after at least one row, and before its edges exceed the limit. */
function chunkEnd(relations: readonly Relation[], begin: number, end: number, maxEdges: number): number {
  let edges = 0;
  for (let row = begin; row < end; row++) {
    for (const { adjacency } of relations) edges += adjacency.indptr[row + 1]! - adjacency.indptr[row]!;
    if (edges > maxEdges && row > begin) return row;
  }
  return end;
}

/** Numbers the inputs of a chunk; kept from chunk to chunk, 4 bytes a node. */
class Positions {
  readonly #graph: HeteroGraph;
  /** By node type: position plus 1, 0 where it is none. */
  readonly #positions = new Map<string, Int32Array>();

  constructor(graph: HeteroGraph) {
    this.#graph = graph;
  }

  chunk(
    nodeType: string,
    begin: number,
    end: number,
    relations: readonly Relation[],
  ): Pick<InferenceChunk, 'rows' | 'inputs' | 'relations'> {
    const rows = Int32Array.from({ length: end - begin }, (_, i) => begin + i);
    const inputs = new Map<string, number[]>([[nodeType, []]]);
    const take = (type: string, row: number): number => {
      const table = this.#tableOf(type);
      const held = table[row]!;
      if (held > 0) return held - 1;
      const list = inputs.get(type)!;
      list.push(row);
      table[row] = list.length;
      return list.length - 1;
    };
    for (const row of rows) take(nodeType, row);
    const sampled = relations.map(({ type, adjacency }): [string, SampledRelation] => {
      const { indptr, indices, edges } = adjacency;
      if (!inputs.has(type[0])) inputs.set(type[0], []);
      const [first, last] = [indptr[begin]!, indptr[end]!];
      const own = new Int32Array(last - first);
      for (let e = first; e < last; e++) own[e - first] = take(type[0], indices[e]!);
      const offsets = Int32Array.from(indptr.subarray(begin, end + 1), (offset) => offset - first);
      const part = { numRows: end - begin, indptr: offsets, indices: own, edges: edges.slice(first, last) };
      return [edgeTypeKey(type), { type, numCols: 0, ...part }];
    });
    const finished = new Map<string, Int32Array>();
    for (const [type, list] of inputs) {
      const table = this.#tableOf(type);
      for (const row of list) table[row] = 0;
      finished.set(type, Int32Array.from(list));
    }
    const complete = sampled.map(([key, relation]): [string, SampledRelation] => [
      key,
      { ...relation, numCols: finished.get(relation.type[0])!.length },
    ]);
    return { rows, inputs: finished, relations: new Map(complete) };
  }

  #tableOf(type: string): Int32Array {
    let table = this.#positions.get(type);
    if (!table) {
      table = new Int32Array(this.#graph.numNodes(type));
      this.#positions.set(type, table);
    }
    return table;
  }
}
