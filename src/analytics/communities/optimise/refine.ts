import type { Pieces, RandomStream } from '../../../core/index.js';
import { type LevelGraph, longestRow, shareSums } from './level-graph.js';

/** Nodes looked at between two pauses. */
const PIECE = 1 << 15;

/**
 * The refinement of Leiden: every community is put together anew from its single nodes. A node that is well connected to its community,
 * and alone still, joins one of the well connected parts of it, drawn with weights exp(gain / randomness) among the gains from 0.
 * Staying alone, which the paper has among the choices with a gain of 0, is none of them: a node that can join a part does. Parts are
 * connected. Returns the part of each node, numbered below the number of nodes.
 */
export function* refine(
  level: LevelGraph,
  communities: Int32Array,
  { random, randomness }: { readonly random: RandomStream; readonly randomness: number },
): Pieces<Int32Array> {
  const state = new Refinement(level, communities, random, randomness);
  const order = random.permutation(level.numNodes);
  for (let i = 0; i < order.length; i += PIECE) {
    yield;
    state.join(order.subarray(i, i + PIECE));
  }
  return state.parts;
}

class Refinement {
  readonly parts: Int32Array;
  readonly #level: LevelGraph;
  readonly #communities: Int32Array;
  readonly #random: RandomStream;
  readonly #randomness: number;
  /** Of communities. */
  readonly #outSums: Float64Array;
  readonly #inSums: Float64Array;
  /** Of parts. */
  readonly #outParts: Float64Array;
  readonly #inParts: Float64Array;
  readonly #isAlone: Uint8Array;
  /** Weight between a part and the rest of its community. */
  readonly #cuts: Float64Array;
  readonly #weightTo: Float64Array;
  readonly #touched: Int32Array;
  readonly #gains: Float64Array;

  constructor(level: LevelGraph, communities: Int32Array, random: RandomStream, randomness: number) {
    const { numNodes, outShares, inShares } = level;
    this.#level = level;
    this.#communities = communities;
    this.#random = random;
    this.#randomness = randomness;
    this.parts = Int32Array.from({ length: numNodes }, (_, v) => v);
    this.#outSums = shareSums(outShares, communities, numNodes);
    this.#inSums = inShares === outShares ? this.#outSums : shareSums(inShares, communities, numNodes);
    this.#outParts = outShares.slice();
    this.#inParts = inShares === outShares ? this.#outParts : inShares.slice();
    this.#isAlone = new Uint8Array(numNodes).fill(1);
    this.#cuts = cutsOf(level, communities);
    this.#weightTo = new Float64Array(numNodes);
    const longest = longestRow(level);
    this.#touched = new Int32Array(longest);
    this.#gains = new Float64Array(longest);
  }

  join(nodes: Int32Array): void {
    const { indptr, indices, weights, outShares, inShares, scale } = this.#level;
    const [communities, parts, isAlone, cuts] = [this.#communities, this.parts, this.#isAlone, this.#cuts];
    const [outSums, inSums, outParts, inParts] = [this.#outSums, this.#inSums, this.#outParts, this.#inParts];
    const [weightTo, touched, gains] = [this.#weightTo, this.#touched, this.#gains];
    const isDirected = inShares !== outShares;
    for (let i = 0; i < nodes.length; i++) {
      const v = nodes[i]!;
      if (isAlone[v] === 0) continue;
      const c = communities[v]!;
      const [outAll, intoAll] = [outSums[c]!, inSums[c]!];
      const out = outShares[v]!;
      const into = inShares[v]!;
      if (cuts[v]! < scale * (out * (intoAll - into) + into * (outAll - out))) continue;
      let numTouched = 0;
      for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
        const u = indices[e]!;
        if (communities[u] !== c || u === v) continue;
        const weight = weights === undefined ? 1 : weights[e]!;
        if (weight === 0) continue;
        const part = parts[u]!;
        const before = weightTo[part]!;
        if (before === 0) touched[numTouched++] = part;
        weightTo[part] = before + weight;
      }
      let numChoices = 0;
      let best = 0;
      for (let t = 0; t < numTouched; t++) {
        const part = touched[t]!;
        const weight = weightTo[part]!;
        const [outPart, intoPart] = [outParts[part]!, inParts[part]!];
        const gain = weight - scale * (out * intoPart + into * outPart);
        const isWell = cuts[part]! >= scale * (outPart * (intoAll - intoPart) + intoPart * (outAll - outPart));
        if (gain < 0 || !isWell) {
          weightTo[part] = 0;
          continue;
        }
        touched[numChoices] = part;
        gains[numChoices++] = gain;
        if (gain > best) best = gain;
      }
      if (numChoices === 0) continue;
      const part = touched[this.#choose(numChoices, best)]!;
      parts[v] = part;
      isAlone[part] = 0;
      outParts[part]! += out;
      if (isDirected) inParts[part]! += into;
      cuts[part]! += cuts[v]! - 2 * weightTo[part]!;
      for (let t = 0; t < numChoices; t++) weightTo[touched[t]!] = 0;
    }
  }

  /** One of the first gains. */
  #choose(count: number, best: number): number {
    const gains = this.#gains;
    if (count === 1) return 0;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const distance = best - gains[i]!;
      sum += distance === 0 ? 1 : Math.exp(-distance / this.#randomness);
      gains[i] = sum;
    }
    const drawn = this.#random.next() * sum;
    let i = 0;
    while (i < count - 1 && gains[i]! <= drawn) i++;
    return i;
  }
}

/** The weight between each node and the others of its community. */
function cutsOf({ numNodes, indptr, indices, weights }: LevelGraph, communities: Int32Array): Float64Array {
  const cuts = new Float64Array(numNodes);
  for (let v = 0; v < numNodes; v++) {
    const c = communities[v]!;
    let sum = 0;
    for (let e = indptr[v]!; e < indptr[v + 1]!; e++) {
      const u = indices[e]!;
      if (communities[u] === c && u !== v) sum += weights === undefined ? 1 : weights[e]!;
    }
    cuts[v] = sum;
  }
  return cuts;
}
