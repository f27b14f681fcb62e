import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, RandomStream, throwIfAborted } from '../../core/index.js';
import { edgeTypeKey, type HeteroGraph } from '../../graph/index.js';

export interface PartitionOptions {
  /** How many clusters. */
  readonly clusters: number;
  /** Times every node chooses; default 8. */
  readonly passes?: number;
  /** How much larger than the mean a cluster may be; default 0.1. */
  readonly slack?: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

const optionsSchema = z.strictObject({
  clusters: option.count,
  passes: z.optional(option.count),
  slack: z.optional(option.nonNegative),
  seed: option.seed,
  signal: option.runOptions.signal,
});

/** Clusters of a graph's nodes. */
export interface Partition {
  readonly numClusters: number;
  /** By node type: the cluster of every node. */
  readonly clusters: ReadonlyMap<string, Int32Array>;
  /** Nodes of all types in each cluster, [numClusters]. */
  readonly sizes: Int32Array;
  /** Edges, of all types, whose ends are in different clusters. */
  readonly cutEdges: number;
}

/**
 * Divides the nodes of all types together into clusters of about the same size with few edges between them: linear deterministic greedy
 * streaming, in several passes. Nodes choose in a random order, each the cluster with the most neighbours, weighted by its room:
 * neighbours x (1 - size / limit); ties go to the smaller cluster, then to the one with the smaller number. O(passes x (edges + nodes)).
 *
 * @throws {HeteroGraphError} INVALID_OPTION, ABORTED
 * @see Stanton and Kliot, "Streaming graph partitioning for large distributed graphs", KDD 2012; Nishimura and Ugander, "Restreaming graph
 *   partitioning", KDD 2013
 */
export function partitionGraph(graph: HeteroGraph, options: PartitionOptions): Partition {
  checkOptions(optionsSchema, options);
  const { clusters: numClusters, passes = 8, slack = 0.1, seed, signal } = options;
  if (numClusters > 2 ** 24) {
    throw new HeteroGraphError('INVALID_OPTION', `clusters is ${numClusters}.`, {
      column: 'clusters',
      hint: 'It must be at most 2^24.',
    });
  }
  const nodes = neighbourhoods(graph);
  const limit = Math.max(1, Math.ceil((nodes.count / numClusters) * (1 + slack)));
  const clusterOf = new Int32Array(nodes.count).fill(-1);
  const sizes = new Int32Array(numClusters);
  const order = new RandomStream(seed, 'partition').permutation(nodes.count);
  const smallest = new SmallestCluster(sizes);
  const counts = new Int32Array(numClusters);
  const touched = new Int32Array(numClusters);
  for (let pass = 0; pass < passes; pass++) {
    let moved = 0;
    for (const [step, node] of order.entries()) {
      if ((step & 0xffff) === 0) throwIfAborted(signal);
      const before = clusterOf[node]!;
      if (before >= 0) smallest.change(before, -1);
      let numTouched = 0;
      nodes.forEach(node, (neighbour) => {
        const cluster = clusterOf[neighbour]!;
        if (cluster >= 0 && neighbour !== node && counts[cluster]!++ === 0) touched[numTouched++] = cluster;
      });
      let [best, bestScore] = [-1, 0];
      for (let i = 0; i < numTouched; i++) {
        const cluster = touched[i]!;
        const score = counts[cluster]! * (1 - sizes[cluster]! / limit);
        counts[cluster] = 0;
        const isBetter = score > bestScore || (score === bestScore && best >= 0 && precedes(sizes, cluster, best));
        if (score > 0 && isBetter) [best, bestScore] = [cluster, score];
      }
      if (best < 0) best = smallest.get();
      smallest.change(best, 1);
      clusterOf[node] = best;
      if (best !== before) moved++;
    }
    if (moved === 0) break;
  }
  const clusters = new Map(
    graph.nodeTypes.map((type, t) => [type, clusterOf.slice(nodes.first[t]!, nodes.first[t + 1]!)] as const),
  );
  return { numClusters, clusters, sizes, cutEdges: cutEdges(graph, clusters) };
}

function precedes(sizes: Int32Array, a: number, b: number): boolean {
  return sizes[a]! < sizes[b]! || (sizes[a] === sizes[b] && a < b);
}

/** Nodes of all types numbered through, with their neighbours in both directions. */
function neighbourhoods(graph: HeteroGraph) {
  const first = [0];
  for (const type of graph.nodeTypes) first.push(first.at(-1)! + graph.numNodes(type));
  const sides = graph.nodeTypes.map((type) =>
    graph.edgeTypes.flatMap((edgeType) => {
      const at = (end: string) => first[graph.nodeTypes.indexOf(end)]!;
      const key = edgeTypeKey(edgeType);
      return [
        ...(edgeType[0] === type ? [{ ...graph.adjacency(key, 'out'), offset: at(edgeType[2]) }] : []),
        ...(edgeType[2] === type ? [{ ...graph.adjacency(key, 'in'), offset: at(edgeType[0]) }] : []),
      ];
    }),
  );
  const typeOf = new Uint32Array(first.at(-1)!);
  for (let t = 0; t < sides.length; t++) typeOf.fill(t, first[t]!, first[t + 1]!);
  return {
    count: first.at(-1)!,
    first,
    forEach(node: number, visit: (neighbour: number) => void): void {
      const t = typeOf[node]!;
      const row = node - first[t]!;
      for (const { indptr, indices, offset } of sides[t]!) {
        for (let e = indptr[row]!; e < indptr[row + 1]!; e++) visit(offset + indices[e]!);
      }
    },
  };
}

/** The smallest of clusters whose sizes change by one: a heap over (size, number). */
class SmallestCluster {
  readonly #sizes: Int32Array;
  readonly #heap: Int32Array;
  readonly #places: Int32Array;

  constructor(sizes: Int32Array) {
    this.#sizes = sizes;
    this.#heap = Int32Array.from(sizes, (_, i) => i);
    this.#places = this.#heap.slice();
  }

  get(): number {
    return this.#heap[0]!;
  }

  change(cluster: number, by: 1 | -1): void {
    this.#sizes[cluster]! += by;
    let at = this.#places[cluster]!;
    const heap = this.#heap;
    const put = (place: number, value: number): void => {
      heap[place] = value;
      this.#places[value] = place;
    };
    while (at > 0 && precedes(this.#sizes, cluster, heap[(at - 1) >> 1]!)) {
      put(at, heap[(at - 1) >> 1]!);
      at = (at - 1) >> 1;
    }
    for (let below = 2 * at + 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && precedes(this.#sizes, heap[below + 1]!, heap[below]!)) below++;
      if (!precedes(this.#sizes, heap[below]!, cluster)) break;
      put(at, heap[below]!);
      at = below;
    }
    put(at, cluster);
  }
}

function cutEdges(graph: HeteroGraph, clusters: ReadonlyMap<string, Int32Array>): number {
  let cut = 0;
  for (const type of graph.edgeTypes) {
    const { source, target } = graph.edgeIndex(type);
    const [from, to] = [clusters.get(type[0])!, clusters.get(type[2])!];
    for (let e = 0; e < source.length; e++) if (from[source[e]!] !== to[target[e]!]) cut++;
  }
  return cut;
}
