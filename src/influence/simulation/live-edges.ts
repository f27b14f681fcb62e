import type { DiffusionNetwork } from '../network/network.js';
import { accepts, drawLive } from '../sampling/draw-live.js';
import { SetRandom, setBase } from '../sampling/set-random.js';

/**
 * Live edges of one run after another, drawn for a node when a cascade first meets it: its live in-edges, then whether it accepts.
 * Run i depends on (network, seed, stream, i) alone.
 */
export class LiveEdges {
  readonly #network: DiffusionNetwork;
  readonly #random: SetRandom;
  /** Run, counted from 1, in which a node was last drawn, an in-edge was last live, a node last accepted. */
  readonly #drawn: Int32Array;
  readonly #live: Int32Array;
  readonly #accepted: Int32Array;
  #now = 0;

  constructor(network: DiffusionNetwork, seed: number, stream: Parameters<typeof setBase>[1]) {
    this.#network = network;
    this.#random = new SetRandom(setBase(seed, stream));
    this.#drawn = new Int32Array(network.numNodes);
    this.#accepted = new Int32Array(network.numNodes);
    this.#live = new Int32Array(network.sources.length);
  }

  /** Begins a run: no node is drawn. */
  start(run: number): void {
    this.#random.start(run);
    this.#now++;
  }

  /** Draws a node, unless it was drawn in this run. */
  draw(node: number): void {
    if (this.#drawn[node] === this.#now) return;
    this.#drawn[node] = this.#now;
    drawLive(this.#network, node, this.#random, (entry) => {
      this.#live[entry] = this.#now;
    });
    if (accepts(this.#network, node, this.#random)) this.#accepted[node] = this.#now;
  }

  /** Whether in-edge `entry` of a drawn node is live. */
  isLive(entry: number): boolean {
    return this.#live[entry] === this.#now;
  }

  /** Whether a drawn node accepts. */
  accepts(node: number): boolean {
    return this.#accepted[node] === this.#now;
  }
}
