import type { DiffusionNetwork } from '../network/network.js';
import { type ForwardEdges, forwardEdges } from './forward-edges.js';
import { LiveEdges } from './live-edges.js';

/**
 * Cascades of any network, delays and trigger callbacks included: the live in-edges of a node are drawn when an active node first
 * points at it; times are relaxed hop by hop, so that both limits hold on one path.
 */
export class LiveRuns {
  readonly #network: DiffusionNetwork;
  readonly #edges: ForwardEdges;
  readonly #live: LiveEdges;
  /** Run, counted from 1, in which a node was last reached. */
  readonly #reached: Int32Array;
  /** First activation by at most as many hops as there were, and by one more. */
  readonly #times: Float64Array;
  readonly #nextTimes: Float64Array;
  readonly #active: Int32Array;
  #numActive = 0;
  #now = 0;

  constructor(network: DiffusionNetwork, seed: number) {
    this.#network = network;
    this.#edges = forwardEdges(network);
    this.#live = new LiveEdges(network, seed, 'simulate');
    const n = network.numNodes;
    this.#reached = new Int32Array(n);
    [this.#times, this.#nextTimes] = [new Float64Array(n), new Float64Array(n)];
    this.#active = new Int32Array(n);
  }

  /** Who is active at the end of run number `run`: a view that the next run overwrites. */
  run(run: number, seeds: Int32Array): Int32Array {
    this.#live.start(run);
    this.#now++;
    this.#numActive = 0;
    let last: number[] = [];
    for (const v of seeds) this.#reach(v, 0, last);
    this.#settle(last);
    const { maxHops = Number.POSITIVE_INFINITY } = this.#network;
    for (let hops = 1; hops <= maxHops && last.length > 0; hops++) {
      const next: number[] = [];
      for (const source of last) this.#relax(source, next);
      this.#settle(next);
      last = next;
    }
    return this.#active.subarray(0, this.#numActive);
  }

  #settle(nodes: readonly number[]): void {
    for (const v of nodes) this.#times[v] = this.#nextTimes[v]!;
  }

  /** Records that a node can be active at `time`, and adds it to `list` once. */
  #reach(node: number, time: number, list: number[]): void {
    if (this.#reached[node] !== this.#now) {
      this.#reached[node] = this.#now;
      this.#active[this.#numActive++] = node;
      this.#times[node] = Number.POSITIVE_INFINITY;
      this.#nextTimes[node] = Number.POSITIVE_INFINITY;
    }
    if (time >= this.#nextTimes[node]!) return;
    if (this.#nextTimes[node] === this.#times[node]) list.push(node);
    this.#nextTimes[node] = time;
  }

  #relax(source: number, next: number[]): void {
    const { maxTime, rules: networkRules } = this.#network;
    const { starts, targets, entries, rules } = this.#edges;
    for (let at = starts[source]!; at < starts[source + 1]!; at++) {
      const target = targets[at]!;
      const time = rules ? this.#times[source]! + (networkRules[rules[at]!]!.delay ?? 1) : 0;
      if (time > (maxTime ?? 0)) continue;
      if (this.#reached[target] === this.#now && time >= this.#nextTimes[target]!) continue;
      this.#live.draw(target);
      if (this.#live.isLive(entries[at]!) && this.#live.accepts(target)) this.#reach(target, time, next);
    }
  }
}
