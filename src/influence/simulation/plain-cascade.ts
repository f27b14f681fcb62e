import {
  blocksOf,
  type DiffusionNetwork,
  edgeProbability,
  inEdgesOf,
  probabilityOf,
  ruleOf,
} from '../network/network.js';
import type { Toss } from './toss-tree.js';

interface PlainEdge {
  readonly source: number;
  readonly target: number;
  readonly probability: number;
  readonly delay: number;
}

/** The in-edges of all nodes as objects, in the order of `sources`. O(E). */
export function plainEdges(network: DiffusionNetwork): readonly PlainEdge[] {
  const edges: PlainEdge[] = [];
  for (let target = 0; target < network.numNodes; target++) {
    const [first, last] = blocksOf(network, target);
    for (let block = first; block < last; block++) {
      const { delay = 1 } = ruleOf(network, block);
      for (let entry = network.edgeStarts[block]!; entry < network.edgeStarts[block + 1]!; entry++) {
        const probability = edgeProbability(network, target, block, entry);
        edges.push({ source: network.sources[entry]!, target, probability, delay });
      }
    }
  }
  return edges;
}

/**
 * A cascade by the definition of the models, one toss after the other: what simulation, exact spread and, by the identity of spread and
 * reverse-reachable sets, the samplers have to agree with. Every edge is live or not once for all (`ic`), at most one into each node
 * (`lt`); every node but a seed accepts or not once for all; active is whom a path of live edges and accepting nodes reaches from a
 * seed, of at most `maxHops` edges whose delays sum up to at most `maxTime`.
 *
 * @returns 1 for every node that is active in the end
 */
export function plainCascade(
  network: DiffusionNetwork,
  edges: readonly PlainEdge[],
  seeds: ArrayLike<number>,
  toss: Toss,
): Uint8Array {
  const { numNodes, model, acceptance, maxHops = numNodes * (edges.length + 1), maxTime } = network;
  const live = remember((entry) => toss(edges[entry]!.probability));
  const chosen = remember((node) => chooseOne(network, edges, node, toss));
  const accepts = remember((node) => toss(acceptance ? probabilityOf(acceptance[node]!) : 1));
  const times = new Float64Array(numNodes).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < seeds.length; i++) times[seeds[i]!] = 0;
  let last = new Set(Array.from(seeds));
  for (let hops = 1; hops <= maxHops && last.size > 0; hops++) {
    const before = times.slice();
    const next = new Set<number>();
    edges.forEach(({ source, target, delay }, entry) => {
      if (!last.has(source)) return;
      const time = maxTime === undefined ? 0 : before[source]! + delay;
      if (time > (maxTime ?? 0) || time >= times[target]!) return;
      if (!(model === 'lt' ? chosen(target) === entry : live(entry)) || !accepts(target)) return;
      times[target] = time;
      next.add(target);
    });
    last = next;
  }
  return Uint8Array.from(times, (time) => (time < Number.POSITIVE_INFINITY ? 1 : 0));
}

/** The one in-edge of a node that is live, or -1. */
function chooseOne(network: DiffusionNetwork, edges: readonly PlainEdge[], node: number, toss: Toss): number {
  const [begin, end] = inEdgesOf(network, node);
  let left = 1;
  for (let entry = begin; entry < end; entry++) {
    const { probability } = edges[entry]!;
    if (toss(probability / left)) return entry;
    left -= probability;
  }
  return -1;
}

function remember<T>(decide: (key: number) => T): (key: number) => T {
  const known = new Map<number, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, decide(key));
    return known.get(key)!;
  };
}
