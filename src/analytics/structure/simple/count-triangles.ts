import type { Pool } from '../../../compute/index.js';
import {
  higherCountsInto,
  higherRanksInto,
  Placement,
  rowTrianglesInto,
  simpleDegreesInto,
  triangleMarkBytes,
} from '../../../compute/internal.js';
import type { Pieces } from '../../../core/index.js';
import { placedEdges } from '../../centrality/placed-edges.js';
import { byDegree } from '../../project/by-degree.js';
import type { Adjacency } from '../../project/projected-graph.js';

/** Steps, of one look at a neighbour's neighbour each, that a thread takes at a time; units between two pauses. */
const STEPS = 1 << 16;
const UNITS = 256;

export interface TriangleCounts {
  /** Triangles of each node, [numNodes]. */
  readonly counts: Float64Array;
  /** Neighbours of each node, each once, without itself, [numNodes]. */
  readonly degrees: Int32Array;
}

/**
 * Triangles of each node of an undirected graph without its self loops and parallel edges: every node, in order of degree, with pairs of
 * its neighbours of higher degree (the forward algorithm of Schank, Wagner 2005), shared among threads by steps. O(E^1.5) at most; the
 * same numbers for any number of threads.
 */
export function* countTriangles({ indptr, indices }: Adjacency, pool: Pool): Pieces<TriangleCounts> {
  const { arena } = pool;
  const numNodes = indptr.length - 1;
  const place = new Placement(arena);
  try {
    const edges = placedEdges(place, { indptr, indices });
    const block = place.block(4 * numNodes);
    simpleDegreesInto(pool, edges, block);
    const degrees = arena.int32(block, numNodes).slice();
    yield;
    const order = byDegree(sums(degrees));
    const ranks = { nodes: place.of(order.nodes), ranks: place.of(order.ranks) };
    higherCountsInto(pool, edges, ranks, block);
    const starts = sums(arena.int32(block, numNodes));
    const higher = { starts: place.of(starts), targets: place.block(4 * starts[numNodes]!) };
    yield;
    higherRanksInto(pool, edges, ranks, higher, block);
    const bounds = evenUnits(arena.int32(block, numNodes), starts);
    const markBytes = triangleMarkBytes(numNodes) * pool.threads;
    const into = {
      counts: place.block(8 * numNodes),
      bounds: place.of(bounds),
      marks: place.block(markBytes),
    };
    arena.int32(into.counts, 2 * numNodes).fill(0);
    arena.int32(into.marks, markBytes / 4).fill(0);
    for (let first = 0; first < bounds.length - 1; first += UNITS) {
      yield;
      const count = Math.min(UNITS, bounds.length - 1 - first);
      rowTrianglesInto(pool, numNodes, higher, into, { first, count });
    }
    return { counts: byNode(arena.int32(into.counts, 2 * numNodes), order.ranks), degrees };
  } finally {
    place.dispose();
  }
}

/** Bytes that {@link countTriangles} takes at the most, its answer included; the graph is undirected. */
export function triangleBytes(numNodes: number, numEntries: number, threads: number): number {
  return (56 + 2 * threads) * numNodes + 6 * numEntries;
}

/** [length + 1], from 0. */
function sums(counts: Int32Array): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i]! + counts[i]!;
  return starts;
}

/** Where rows begin that take about as many steps together, and the end. */
function evenUnits(work: Int32Array, starts: Int32Array): Int32Array {
  const bounds = [0];
  let steps = 0;
  for (let r = 0; r < work.length; r++) {
    steps += work[r]! + starts[r + 1]! - starts[r]! + 1;
    if (steps < STEPS && r < work.length - 1) continue;
    bounds.push(r + 1);
    steps = 0;
  }
  return Int32Array.from(bounds);
}

/** Numbers of 64 bits by rank, by node. */
function byNode(words: Int32Array, ranks: Int32Array): Float64Array {
  const counts = new Float64Array(ranks.length);
  for (const [node, r] of ranks.entries()) counts[node] = (words[2 * r]! >>> 0) + words[2 * r + 1]! * 2 ** 32;
  return counts;
}
