import * as z from 'zod/mini';
import { RandomStream } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';

/** Beyond, a step would be drawn again and again. */
const mustBe = 'a number from 0.01 to 100';
const bias = z.number(mustBe).check(z.minimum(0.01, mustBe), z.maximum(100, mustBe));

/** Pieces of the schema of options of walks. */
export const biasOptions = { p: z.optional(bias), q: z.optional(bias) };

/** Draws walks, each by the seed and its own number. */
export class Walker {
  readonly #steps: Steps;
  readonly #stream: RandomStream;

  constructor(edges: Adjacency, { p, q, seed }: { readonly p: number; readonly q: number; readonly seed: number }) {
    this.#steps = new Steps(edges, p, q);
    this.#stream = new RandomStream(seed, 'walks');
  }

  /** Writes a walk from a node; what is behind its end stays. */
  walk(number: number, start: number, nodes: Int32Array): void {
    const random = this.#stream.child(number);
    let before = -1;
    let node = start;
    nodes[0] = node;
    for (let s = 1; s < nodes.length; s++) {
      const next = this.#steps.from(node, before, random);
      if (next < 0) return;
      nodes[s] = next;
      [before, node] = [node, next];
    }
  }
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
