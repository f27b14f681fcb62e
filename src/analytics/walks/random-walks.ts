import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option, RandomStream, YieldTimer } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { checkLengths } from '../paths/edge-weights.js';
import { type NodeRef, nodeNumbers } from '../project/node-refs.js';
import { type ProjectOptions, projectOptions } from '../project/project-options.js';
import { projected } from '../project/projected.js';
import type { Adjacency, ProjectedGraph } from '../project/projected-graph.js';

export interface RandomWalkOptions extends ProjectOptions {
  /** Where walks begin; default every node. */
  readonly from?: readonly NodeRef[];
  /** Walks from each of these nodes; default 10. */
  readonly walks?: number;
  /** Edges of a walk at most; default 80. */
  readonly length?: number;
  /** The larger, the more seldom a walk goes straight back, p of node2vec, from 0.01 to 100; default 1. */
  readonly p?: number;
  /** The larger, the longer a walk stays near the node before, q of node2vec, from 0.01 to 100; default 1. */
  readonly q?: number;
  /** Default 0. */
  readonly seed?: number;
}

export interface RandomWalks {
  /** Numbers of nodes, [numWalks, length + 1]: the walks of the first node, of the second, ...; -1 after the end of a walk. */
  readonly nodes: Int32Array;
  readonly numWalks: number;
  readonly length: number;
}

/** Beyond, a step would be drawn again and again. */
const mustBe = 'a number from 0.01 to 100';
const bias = z.number(mustBe).check(z.minimum(0.01, mustBe), z.maximum(100, mustBe));

const schema = z.strictObject({
  ...projectOptions,
  from: z.optional(z.custom<readonly NodeRef[]>((value) => Array.isArray(value), 'a list of nodes')),
  walks: z.optional(option.count),
  length: z.optional(option.count),
  p: z.optional(bias),
  q: z.optional(bias),
  seed: z.optional(option.seed),
});

/**
 * Random walks along edges, each edge by its weight; a walk ends where no edge of a weight leads on. With `p` or `q` those of node2vec
 * (Grover and Leskovec, "node2vec: scalable feature learning for networks", 2016), drawn by rejection (Yang et al., "KnightKing", 2019): an
 * edge back to the node before counts 1 / p, one to a node that the node before leads to 1, any other 1 / q. A walk depends on the seed and
 * its own number alone. O(walks x length), log of the neighbours with weights.
 *
 * @example
 * const { nodes, length } = await randomWalks(graph, { relations: ['knows'], direction: 'both', walks: 5, length: 20, q: 0.5 });
 * nodes.subarray(0, length + 1); // the first walk
 * @throws {HeteroGraphError} INVALID_WEIGHT where a weight is negative; TOO_LARGE beyond 2^31 - 1 numbers; UNKNOWN_ID, UNKNOWN_TYPE,
 * AMBIGUOUS, INVALID_OPTION, ABORTED; as `projectGraph`
 */
export async function randomWalks(
  graph: HeteroGraph | ProjectedGraph,
  options: RandomWalkOptions = {},
): Promise<RandomWalks> {
  checkOptions(schema, options);
  const view = await projected(graph, options);
  const { walks = 10, length = 80, p = 1, q = 1, seed = 0, signal, onProgress } = options;
  const starts = options.from
    ? nodeNumbers(view, options.from, 'from')
    : Int32Array.from({ length: view.numNodes }, (_, v) => v);
  const numWalks = starts.length * walks;
  const size = numWalks * (length + 1);
  if (size > 2 ** 31 - 1) {
    throw new HeteroGraphError('TOO_LARGE', `The walks would have ${size} nodes.`, {
      hint: 'Ask for fewer or shorter ones, or begin at some nodes only.',
    });
  }
  checkLengths(view.forward);
  const steps = new Steps(view.forward, p, q);
  const stream = new RandomStream(seed, 'walks');
  const nodes = new Int32Array(size).fill(-1);
  const timer = new YieldTimer(signal);
  for (let w = 0; w < numWalks; w++) {
    const random = stream.child(w);
    const at = w * (length + 1);
    let before = -1;
    let node = starts[Math.floor(w / walks)]!;
    nodes[at] = node;
    for (let s = 1; s <= length; s++) {
      const next = steps.from(node, before, random);
      if (next < 0) break;
      nodes[at + s] = next;
      [before, node] = [node, next];
    }
    if (!timer.isDue()) continue;
    onProgress?.({ stage: 'walks', done: w + 1, total: numWalks, unit: 'walks' });
    await timer.yieldNow();
  }
  return { nodes, numWalks, length };
}

/** Draws the next node of a walk. */
class Steps {
  readonly #edges: Adjacency;
  /** Weights added up from the first edge of each node, [numEdges]; undefined without weights. */
  readonly #sums: Float64Array | undefined;
  readonly #p: number;
  readonly #q: number;

  constructor(edges: Adjacency, p: number, q: number) {
    this.#edges = edges;
    this.#p = p;
    this.#q = q;
    const { indptr, weights } = edges;
    if (weights === undefined) return;
    const sums = new Float64Array(weights.length);
    for (let v = 0; v + 1 < indptr.length; v++) {
      let sum = 0;
      for (let e = indptr[v]!; e < indptr[v + 1]!; e++) sums[e] = sum += weights[e]!;
    }
    this.#sums = sums;
  }

  /** -1 where no edge of a weight leads on. */
  from(node: number, before: number, random: RandomStream): number {
    const { indptr, indices } = this.#edges;
    const [first, end] = [indptr[node]!, indptr[node + 1]!];
    if (first === end || this.#sums?.[end - 1] === 0) return -1;
    const most = Math.max(1 / this.#p, 1, 1 / this.#q);
    for (;;) {
      const next = indices[this.#edge(first, end, random)]!;
      if (before < 0 || (this.#p === 1 && this.#q === 1)) return next;
      const bias = next === before ? 1 / this.#p : this.#leadsTo(before, next) ? 1 : 1 / this.#q;
      if (random.next() * most < bias) return next;
    }
  }

  /** One of the edges by its weight: the first whose sum is above what is drawn. */
  #edge(first: number, end: number, random: RandomStream): number {
    const sums = this.#sums;
    if (sums === undefined) return first + random.nextInt(end - first);
    const drawn = random.next() * sums[end - 1]!;
    let [low, high] = [first, end - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #leadsTo(from: number, to: number): boolean {
    const { indptr, indices } = this.#edges;
    let [low, high] = [indptr[from]!, indptr[from + 1]!];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (indices[middle]! < to) low = middle + 1;
      else high = middle;
    }
    return low < indptr[from + 1]! && indices[low] === to;
  }
}
