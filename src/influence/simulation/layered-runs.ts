import type { DiffusionNetwork } from '../network/network.js';
import { WORD } from '../network/network.js';
import { COIN_THRESHOLD } from '../sampling/draw-block.js';
import { ln } from '../sampling/ln.js';
import { type ForwardEdges, forwardEdges } from './forward-edges.js';
import { RunRandom } from './run-random.js';

/**
 * Cascades of `ic` and `lt` without delays, layer by layer. Independent cascade skips from one live out-edge to the next, as the samplers
 * do over in-edges; linear threshold adds up weights against a threshold per node (Kempe, Kleinberg, Tardos 2003, theorem 2.5).
 */
export class LayeredRuns {
  readonly #network: DiffusionNetwork;
  readonly #edges: ForwardEdges;
  readonly #random: RunRandom;
  /** Run, counted from 1, in which a node was last decided on, and in which its threshold was last drawn. */
  readonly #decided: Int32Array;
  readonly #drawn: Int32Array;
  readonly #limit: Float64Array;
  readonly #active: Int32Array;
  #numActive = 0;
  #now = 0;

  constructor(network: DiffusionNetwork, seed: number) {
    this.#network = network;
    this.#edges = forwardEdges(network);
    this.#random = new RunRandom(seed, 'simulate');
    this.#decided = new Int32Array(network.numNodes);
    this.#active = new Int32Array(network.numNodes);
    const ofThresholds = network.model === 'lt' ? network.numNodes : 0;
    this.#drawn = new Int32Array(ofThresholds);
    this.#limit = new Float64Array(ofThresholds);
  }

  /** Who is active at the end of run number `run`: a view that the next run overwrites. O(out-edges of the active), `ic` mostly less. */
  run(run: number, seeds: Int32Array): Int32Array {
    const { maxHops = Number.POSITIVE_INFINITY, model } = this.#network;
    this.#random.start(run);
    this.#now++;
    this.#numActive = 0;
    for (const v of seeds) this.#activate(v);
    for (let hops = 0, at = 0; at < this.#numActive && hops < maxHops; hops++) {
      for (const end = this.#numActive; at < end; at++) {
        if (model === 'lt') this.#addWeights(this.#active[at]!);
        else this.#tryEdges(this.#active[at]!);
      }
    }
    return this.#active.subarray(0, this.#numActive);
  }

  #activate(node: number): void {
    if (this.#decided[node] === this.#now) return;
    this.#decided[node] = this.#now;
    this.#active[this.#numActive++] = node;
  }

  /** A node not decided on was tried with success. */
  #reach(node: number): void {
    const { acceptance } = this.#network;
    if (!acceptance || this.#random.word() <= acceptance[node]!) this.#activate(node);
    else this.#decided[node] = this.#now;
  }

  #tryEdges(source: number): void {
    const { starts, targets, thresholds } = this.#edges;
    const random = this.#random;
    const end = starts[source + 1]!;
    let at = starts[source]!;
    for (; at < end && thresholds[at]! >= COIN_THRESHOLD; at++) {
      if (this.#decided[targets[at]!] !== this.#now && random.word() <= thresholds[at]!) this.#reach(targets[at]!);
    }
    while (at < end) {
      const bound = (thresholds[at]! + 1) * WORD;
      at += Math.floor(ln(1 - random.uniform()) / ln(1 - bound));
      if (at >= end) return;
      const lands = random.uniform() * bound < (thresholds[at]! + 1) * WORD;
      if (lands && this.#decided[targets[at]!] !== this.#now) this.#reach(targets[at]!);
      at++;
    }
  }

  #addWeights(source: number): void {
    const { starts, targets, thresholds } = this.#edges;
    for (let at = starts[source]!; at < starts[source + 1]!; at++) {
      const node = targets[at]!;
      if (this.#decided[node] === this.#now) continue;
      if (this.#drawn[node] !== this.#now) {
        this.#drawn[node] = this.#now;
        this.#limit[node] = this.#random.uniform();
      }
      this.#limit[node]! -= (thresholds[at]! + 1) * WORD;
      if (this.#limit[node]! < 0) this.#reach(node);
    }
  }
}
