import type { Pieces, RandomStream } from '../../../core/index.js';
import { type LevelGraph, longestRow, shareSums } from './level-graph.js';

/** Edges looked at between two pauses. */
const PIECE = 1 << 20;

/** A gain below this share of the terms that it is the difference of is taken for rounding. */
const ROUNDING = 1e-13;

/**
 * Moves single nodes to the community where they are worth most, until no node of the queue gains by it: all nodes at first, in
 * random order, then the neighbours of what moved (the fast local move of Traag, Waltman, van Eck 2019). Changes `communities`, whose
 * numbers must lie below the number of nodes. Returns how many moves were made.
 */
export function* moveNodes(level: LevelGraph, communities: Int32Array, random: RandomStream): Pieces<number> {
  const state = new Movement(level, communities, random.permutation(level.numNodes));
  while (state.advance(PIECE)) yield;
  return state.moves;
}

class Movement {
  moves = 0;
  readonly #level: LevelGraph;
  readonly #communities: Int32Array;
  readonly #outSums: Float64Array;
  readonly #inSums: Float64Array;
  readonly #sizes: Int32Array;
  /** Communities without nodes, of which the last `#numEmpty` entries count. */
  readonly #empty: Int32Array;
  #numEmpty = 0;
  /** A ring: each node stands in it once at most. */
  readonly #queue: Int32Array;
  readonly #isQueued: Uint8Array;
  #first = 0;
  #length: number;
  readonly #weightTo: Float64Array;
  readonly #touched: Int32Array;

  constructor(level: LevelGraph, communities: Int32Array, order: Int32Array) {
    const { numNodes, outShares, inShares } = level;
    this.#level = level;
    this.#communities = communities;
    this.#outSums = shareSums(outShares, communities, numNodes);
    this.#inSums = inShares === outShares ? this.#outSums : shareSums(inShares, communities, numNodes);
    this.#sizes = new Int32Array(numNodes);
    for (const c of communities) this.#sizes[c]!++;
    this.#empty = new Int32Array(numNodes);
    for (let c = numNodes - 1; c >= 0; c--) if (this.#sizes[c] === 0) this.#empty[this.#numEmpty++] = c;
    this.#queue = order;
    this.#isQueued = new Uint8Array(numNodes).fill(1);
    this.#length = numNodes;
    this.#weightTo = new Float64Array(numNodes);
    this.#touched = new Int32Array(longestRow(level) + 1);
  }

  /** Goes on for about so many edges; false when the queue is empty. */
  advance(edges: number): boolean {
    const { numNodes, indptr, indices, weights, outShares, inShares, scale } = this.#level;
    const [communities, outSums, inSums, sizes] = [this.#communities, this.#outSums, this.#inSums, this.#sizes];
    const [empty, queue, isQueued, weightTo] = [this.#empty, this.#queue, this.#isQueued, this.#weightTo];
    const touched = this.#touched;
    const isDirected = inShares !== outShares;
    let [numEmpty, first, length, moves] = [this.#numEmpty, this.#first, this.#length, this.moves];
    while (length > 0 && edges > 0) {
      const v = queue[first]!;
      first = first + 1 === numNodes ? 0 : first + 1;
      length--;
      isQueued[v] = 0;
      const start = indptr[v]!;
      const end = indptr[v + 1]!;
      edges -= end - start + 1;
      const own = communities[v]!;
      let numTouched = 0;
      // Written without a branch: whether a community is new can hardly be foretold.
      if (weights === undefined) {
        for (let e = start; e < end; e++) {
          const u = indices[e]!;
          if (u === v) continue;
          const c = communities[u]!;
          const before = weightTo[c]!;
          touched[numTouched] = c;
          numTouched += before === 0 ? 1 : 0;
          weightTo[c] = before + 1;
        }
      } else {
        for (let e = start; e < end; e++) {
          const u = indices[e]!;
          if (u === v) continue;
          const c = communities[u]!;
          const before = weightTo[c]!;
          touched[numTouched] = c;
          numTouched += before === 0 ? 1 : 0;
          weightTo[c] = before + weights[e]!;
        }
      }
      const out = outShares[v]!;
      const into = inShares[v]!;
      const ownWeight = weightTo[own]!;
      const ownCost = scale * (out * (inSums[own]! - into) + into * (outSums[own]! - out));
      const ownGain = ownWeight - ownCost;
      weightTo[own] = 0;
      let best = own;
      let bestGain = ownGain;
      let bestWeight = ownWeight;
      const [outScale, inScale] = [scale * out, scale * into];
      for (let i = 0; i < numTouched; i++) {
        const c = touched[i]!;
        const weight = weightTo[c]!;
        weightTo[c] = 0;
        const cost = isDirected ? outScale * inSums[c]! + inScale * outSums[c]! : 2 * outScale * outSums[c]!;
        const gain = weight - cost;
        if (gain > bestGain && weight > 0) {
          best = c;
          bestGain = gain;
          bestWeight = weight;
        }
      }
      // A community of its own is worth 0.
      if (bestGain < 0 && sizes[own]! > 1) {
        best = empty[numEmpty - 1]!;
        bestGain = 0;
        bestWeight = 0;
      }
      const terms = ownWeight + ownCost + 2 * bestWeight - bestGain;
      if (best === own || bestGain - ownGain <= ROUNDING * terms) continue;
      moves++;
      communities[v] = best;
      if (sizes[best]!++ === 0) numEmpty--;
      outSums[best]! += out;
      outSums[own]! -= out;
      if (isDirected) {
        inSums[best]! += into;
        inSums[own]! -= into;
      }
      if (--sizes[own]! === 0) {
        empty[numEmpty++] = own;
        outSums[own] = 0;
        inSums[own] = 0;
      }
      for (let e = start; e < end; e++) {
        const u = indices[e]!;
        if (isQueued[u] !== 0 || communities[u] === best || u === v) continue;
        isQueued[u] = 1;
        let last = first + length;
        if (last >= numNodes) last -= numNodes;
        queue[last] = u;
        length++;
      }
    }
    [this.#numEmpty, this.#first, this.#length, this.moves] = [numEmpty, first, length, moves];
    return length > 0;
  }
}
