import type { DiffusionNetwork } from '../network/network.js';
import { accepts, delayOf, drawLive } from './draw-live.js';
import type { SetRandom } from './set-random.js';
import type { TracedSet } from './traced-set.js';

/**
 * The reverse-reachable set of a root on a network with a limit of time: times are relaxed hop by hop, each node's live in-edges being
 * drawn once, so that both limits hold on one path. O(hops of the longest such path x live edges).
 */
export function timedSet(
  network: DiffusionNetwork,
  random: SetRandom,
  root: number,
  stops: Uint8Array | undefined,
): TracedSet {
  const { maxHops = Number.POSITIVE_INFINITY, maxTime = Number.POSITIVE_INFINITY, sources } = network;
  const found = { nodes: [root], edges: [-1], parents: [-1], hops: [0], times: [0], stopped: stops?.[root] === 1 };
  const places = new Map([[root, 0]]);
  const live: number[][] = [];
  let last = [0];
  for (let hops = 1; hops <= maxHops && last.length > 0 && !found.stopped; hops++) {
    const before = last.map((i) => found.times[i]!);
    const next = new Set<number>();
    for (let j = 0; j < last.length && !found.stopped; j++) {
      const node = found.nodes[last[j]!]!;
      live[last[j]!] ??= draw(network, node, random);
      for (const entry of live[last[j]!]!) {
        const source = sources[entry]!;
        const time = before[j]! + delayOf(network, node, entry);
        const at = places.get(source) ?? found.nodes.length;
        if (time > maxTime || time >= (found.times[at] ?? Number.POSITIVE_INFINITY)) continue;
        places.set(source, at);
        [found.nodes[at], found.edges[at], found.parents[at]] = [source, entry, node];
        [found.hops[at], found.times[at]] = [hops, time];
        next.add(at);
        if (stops?.[source] !== 1) continue;
        found.stopped = true;
        break;
      }
    }
    last = [...next];
  }
  return found;
}

function draw(network: DiffusionNetwork, node: number, random: SetRandom): number[] {
  const entries: number[] = [];
  if (accepts(network, node, random)) drawLive(network, node, random, (entry) => entries.push(entry));
  return entries;
}
