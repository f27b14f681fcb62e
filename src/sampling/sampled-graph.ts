import type { Adjacency } from '../core/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../graph/index.js';

/** Edges of one type in a sampled graph, as messages: rows are their targets, `indices` their sources, both local ids. */
export interface SampledRelation extends Adjacency {
  readonly type: EdgeType;
  /** [entries], the row of the edge in the graph's edge table, for weights, features and explanations. */
  readonly edges: Int32Array;
}

/**
 * A part of a graph, its nodes numbered anew from 0 in each type: their local ids. All that a message-passing layer needs: features are
 * those of `nodes` (see `gatherFeatures`), messages go along `relations`, the output is read at `seeds`.
 */
export interface SampledGraph {
  /** By node type: the row in the graph of every local id. Seeds come first, then what was reached hop by hop. */
  readonly nodes: ReadonlyMap<string, Int32Array>;
  /** By node type: the local ids of the seeds in their order; 0, 1, 2, ... where none was given twice. */
  readonly seeds: ReadonlyMap<string, Int32Array>;
  /** By node type, [hops + 1]: how many nodes lie within 0, 1, ... hops of the seeds. */
  readonly reached: ReadonlyMap<string, Int32Array>;
  /**
   * By node type, where every seed has a tree of its own: the number of the seed that a node was sampled for. A node that several seeds
   * reach is there once for each.
   */
  readonly trees?: ReadonlyMap<string, Int32Array>;
  /** By key of the edge type (`source>relation>target`). Entries of a row are in no particular order. */
  readonly relations: ReadonlyMap<string, SampledRelation>;
}

/** The arrays of a kernel, in its order, as a graph. */
export function sampledGraph(
  graph: HeteroGraph,
  relations: readonly EdgeType[],
  hasTrees: boolean,
  arrays: readonly Int32Array[],
): SampledGraph {
  let at = 0;
  const nodes = new Map<string, Int32Array>();
  const seeds = new Map<string, Int32Array>();
  const reached = new Map<string, Int32Array>();
  const trees = new Map<string, Int32Array>();
  for (const type of graph.nodeTypes) {
    nodes.set(type, arrays[at++]!);
    seeds.set(type, arrays[at++]!);
    reached.set(type, arrays[at++]!);
    if (hasTrees) trees.set(type, arrays[at++]!);
  }
  const sampled = relations.map((type): [string, SampledRelation] => {
    const [indptr, indices, edges] = [arrays[at++]!, arrays[at++]!, arrays[at++]!];
    const [numRows, numCols] = [indptr.length - 1, nodes.get(type[0])!.length];
    return [edgeTypeKey(type), { type, numRows, numCols, indptr, indices, edges }];
  });
  return { nodes, seeds, reached, ...(hasTrees ? { trees } : {}), relations: new Map(sampled) };
}
