import { HeteroGraphError } from '../../core/index.js';
import { blocksOf, type DiffusionNetwork, edgeProbability, probabilityOf } from '../network/network.js';

/**
 * Exact spread by the distribution of the next layer of a cascade given the present one, remembered for all seed sets alike: state is
 * who became active last, who is settled and, for `lt`, who of these is active. For networks without a limit of time.
 * O(4^N) steps at most, far fewer where edges are few.
 */
export class ExactLayers {
  readonly #network: DiffusionNetwork;
  readonly #weights: ArrayLike<number> | undefined;
  /** [target][source]: any of the parallel edges is live. */
  readonly #chance: Float64Array[];
  readonly #known: Map<number, number>[] = [];
  #steps: number;

  constructor(network: DiffusionNetwork, weights: ArrayLike<number> | undefined, maxSteps: number) {
    this.#network = network;
    this.#weights = weights;
    this.#steps = maxSteps;
    this.#chance = Array.from({ length: network.numNodes }, (_, target) => chancesInto(network, target));
  }

  /** @param seeds bit v for node v */
  spread(seeds: number): number {
    return this.#from(0, 0, 0, seeds);
  }

  /** Mean weight of `frontier` and of all that become active after it. */
  #from(hops: number, settled: number, active: number, frontier: number): number {
    const own = this.#weightOf(frontier);
    const { maxHops = Number.POSITIVE_INFINITY, numNodes: n } = this.#network;
    if (frontier === 0 || hops === maxHops) return own;
    const level = this.#network.maxHops === undefined ? 0 : hops;
    this.#known[level] ??= new Map();
    const key = (active * 2 ** n + settled) * 2 ** n + frontier;
    const known = this.#known[level].get(key);
    if (known !== undefined) return known;
    const [nodes, triggered]: [number[], number[]] = [[], []];
    for (let v = 0; v < n; v++) {
      if ((settled | frontier) & (1 << v)) continue;
      const p = this.#triggered(v, active, frontier);
      if (p > 0) {
        nodes.push(v);
        triggered.push(p);
      }
    }
    const spread = own + this.#over(hops + 1, settled | frontier, active | frontier, nodes, triggered, 0, 0);
    this.#known[level].set(key, spread);
    return spread;
  }

  /** Mean over the outcomes of `nodes` from number i on, those in `next` being active already. */
  #over(
    hops: number,
    settled: number,
    active: number,
    nodes: readonly number[],
    triggered: readonly number[],
    i: number,
    next: number,
  ): number {
    if (--this.#steps < 0) {
      throw new HeteroGraphError('TOO_LARGE', 'The exact spread of this network takes too many steps.', {
        hint: 'Use simulateSpread, or take fewer nodes and edges.',
      });
    }
    if (i === nodes.length) {
      const remembered = this.#network.model === 'lt' ? active : 0;
      return this.#from(hops, settled, remembered, next);
    }
    const v = nodes[i]!;
    const { acceptance } = this.#network;
    const p = triggered[i]!;
    const accepts = acceptance ? probabilityOf(acceptance[v]!) : 1;
    let mean = p * accepts * this.#over(hops, settled, active, nodes, triggered, i + 1, next | (1 << v));
    if (p < 1) mean += (1 - p) * this.#over(hops, settled, active, nodes, triggered, i + 1, next);
    if (accepts < 1)
      mean += p * (1 - accepts) * this.#over(hops, settled | (1 << v), active, nodes, triggered, i + 1, next);
    return mean;
  }

  /** Chance that a node not triggered by `active` is so by `frontier`. */
  #triggered(node: number, active: number, frontier: number): number {
    const chance = this.#chance[node]!;
    let [none, before, now] = [1, 0, 0];
    for (let u = 0; u < chance.length; u++) {
      if (frontier & (1 << u)) {
        none *= 1 - chance[u]!;
        now += chance[u]!;
      } else if (active & (1 << u)) before += chance[u]!;
    }
    return this.#network.model === 'lt' ? Math.min(1, now / (1 - before)) : 1 - none;
  }

  #weightOf(nodes: number): number {
    let sum = 0;
    for (let v = 0; v < this.#network.numNodes; v++) if (nodes & (1 << v)) sum += this.#weights?.[v] ?? 1;
    return sum;
  }
}

function chancesInto(network: DiffusionNetwork, target: number): Float64Array {
  const chance = new Float64Array(network.numNodes);
  const [first, last] = blocksOf(network, target);
  for (let block = first; block < last; block++) {
    for (let entry = network.edgeStarts[block]!; entry < network.edgeStarts[block + 1]!; entry++) {
      const p = edgeProbability(network, target, block, entry);
      const source = network.sources[entry]!;
      chance[source] = network.model === 'lt' ? chance[source]! + p : 1 - (1 - chance[source]!) * (1 - p);
    }
  }
  return chance;
}
