import { type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import { DijkstraSearch } from '../paths/dijkstra-search.js';
import { checkLengths } from '../paths/edge-weights.js';
import { simpleEdges } from '../paths/simple-edges.js';
import type { Adjacency, ProjectedGraph } from '../project/projected-graph.js';

/** Sums over the sources that reach a node, itself left out. */
export interface DistanceSums {
  /** Sources that reach each node, [numNodes]. */
  readonly counts: Int32Array;
  /** Sums of their distances, [numNodes]. */
  readonly distances: Float64Array;
  /** Sums of one over their distances, those of 0 left out, [numNodes]. */
  readonly inverses: Float64Array;
}

/** Sources whose breadth-first searches go side by side, one a bit. */
const LANES = 32;

/**
 * Distances from sources to every node, summed up. Without weights by breadth-first searches of 32 sources at a time (as Then et al., "The
 * more the merrier: efficient multi-source graph traversal", 2014), with weights by Dijkstra's search from each.
 *
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; ABORTED
 */
export async function distanceSums(
  { numNodes, forward }: ProjectedGraph,
  sources: Int32Array,
  { signal, onProgress }: RunOptions,
  stage: string,
): Promise<DistanceSums> {
  throwIfAborted(signal);
  checkLengths(forward);
  const sums = {
    counts: new Int32Array(numNodes),
    distances: new Float64Array(numNodes),
    inverses: new Float64Array(numNodes),
  };
  const edges = simpleEdges(forward);
  const lanes = edges.weights ? 1 : LANES;
  const add = edges.weights ? addDijkstra(edges, sums) : addLevels(edges, sums);
  const timer = new YieldTimer(signal);
  for (let i = 0; i < sources.length; i += lanes) {
    add(sources.subarray(i, i + lanes));
    if (!timer.isDue()) continue;
    onProgress?.({ stage, done: Math.min(i + lanes, sources.length), total: sources.length, unit: 'nodes' });
    await timer.yieldNow();
  }
  return sums;
}

type AddSources = (sources: Int32Array) => void;

function addDijkstra(edges: Adjacency, { counts, distances, inverses }: DistanceSums): AddSources {
  const search = new DijkstraSearch(edges);
  return (sources) => {
    search.start(sources[0]!);
    search.advance();
    for (let i = 1; i < search.numSettled; i++) {
      const v = search.order[i]!;
      const distance = search.distances[v]!;
      counts[v]!++;
      distances[v] = distances[v]! + distance;
      if (distance > 0) inverses[v] = inverses[v]! + 1 / distance;
    }
  };
}

function addLevels({ indptr, indices }: Adjacency, { counts, distances, inverses }: DistanceSums): AddSources {
  const numNodes = indptr.length - 1;
  // Bit l of a node: whether search l was there, is there, will be there next.
  const seen = new Int32Array(numNodes);
  const now = new Int32Array(numNodes);
  const next = new Int32Array(numNodes);
  let nodes = new Int32Array(numNodes);
  let later = new Int32Array(numNodes);
  return (sources) => {
    seen.fill(0);
    let size = 0;
    sources.forEach((source, lane) => {
      nodes[size++] = source;
      seen[source] = now[source] = 1 << lane;
    });
    for (let level = 1; size > 0; level++) {
      let found = 0;
      for (let i = 0; i < size; i++) {
        const v = nodes[i]!;
        const bits = now[v]!;
        for (let e = indptr[v]!, end = indptr[v + 1]!; e < end; e++) {
          const w = indices[e]!;
          const fresh = bits & ~seen[w]!;
          if (fresh === 0) continue;
          if (next[w] === 0) later[found++] = w;
          next[w] = next[w]! | fresh;
        }
      }
      for (let i = 0; i < found; i++) {
        const w = later[i]!;
        const fresh = next[w]!;
        const count = bitCount(fresh);
        next[w] = 0;
        now[w] = fresh;
        seen[w] = seen[w]! | fresh;
        counts[w] = counts[w]! + count;
        distances[w] = distances[w]! + count * level;
        inverses[w] = inverses[w]! + count / level;
      }
      size = found;
      [nodes, later] = [later, nodes];
    }
  };
}

function bitCount(bits: number): number {
  let v = bits - ((bits >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
