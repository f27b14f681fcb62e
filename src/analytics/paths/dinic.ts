import type { Pieces } from '../../core/index.js';
import type { FlowNetwork } from './flow-network.js';

/**
 * Sends as much as possible from one node to another (Dinic 1970): along shortest ways with room, a level at a time, until there is none.
 * The residuals of the network become those of a maximum flow. Capacities are numbers from 0. O(N^2 E) at most, seldom near it.
 *
 * @returns 1 for each node that can still be reached from the source, [numNodes]: the source's side of the smallest minimum cut
 */
export function* dinic(network: FlowNetwork, source: number, target: number): Pieces<Uint8Array> {
  const numNodes = network.starts.length - 1;
  const levels = new Int32Array(numNodes);
  const queue = new Int32Array(numNodes);
  const arcs = new Int32Array(numNodes);
  const path = new Int32Array(numNodes);
  while (assignLevels(network, source, target, levels, queue)) {
    arcs.set(network.starts.subarray(0, numNodes));
    for (;;) {
      const length = findWay(network, source, target, levels, arcs, path);
      if (length === 0) break;
      augment(network, path, length);
      yield;
    }
    yield;
  }
  return Uint8Array.from(levels, (level) => (level >= 0 ? 1 : 0));
}

/** Steps from the source over arcs with room, -1 where there is no way; whether the target is reached. */
function assignLevels(
  { starts, heads, residuals }: FlowNetwork,
  source: number,
  target: number,
  levels: Int32Array,
  queue: Int32Array,
): boolean {
  levels.fill(-1);
  levels[source] = 0;
  queue[0] = source;
  let size = 1;
  for (let head = 0; head < size; head++) {
    const v = queue[head]!;
    for (let arc = starts[v]!; arc < starts[v + 1]!; arc++) {
      const w = heads[arc]!;
      if (levels[w]! >= 0 || !(residuals[arc]! > 0)) continue;
      levels[w] = levels[v]! + 1;
      if (w === target) return true;
      queue[size++] = w;
    }
  }
  return false;
}

/** Arcs of a way with room from level to level, written to `path`; 0 where there is no more. `arcs[v]` is where v goes on looking. */
function findWay(
  { starts, heads, residuals, reverses }: FlowNetwork,
  source: number,
  target: number,
  levels: Int32Array,
  arcs: Int32Array,
  path: Int32Array,
): number {
  let length = 0;
  let v = source;
  while (v !== target) {
    let arc = arcs[v]!;
    const end = starts[v + 1]!;
    while (arc < end && !(residuals[arc]! > 0 && levels[heads[arc]!] === levels[v]! + 1)) arc++;
    arcs[v] = arc;
    if (arc < end) {
      path[length++] = arc;
      v = heads[arc]!;
    } else if (v === source) return 0;
    else {
      // A dead end: back, and on with the next arc there.
      v = heads[reverses[path[--length]!]!]!;
      arcs[v]!++;
    }
  }
  return length;
}

function augment({ residuals, reverses }: FlowNetwork, path: Int32Array, length: number): void {
  let room = Number.POSITIVE_INFINITY;
  for (let i = 0; i < length; i++) room = Math.min(room, residuals[path[i]!]!);
  for (let i = 0; i < length; i++) {
    const arc = path[i]!;
    residuals[arc] = residuals[arc]! - room;
    residuals[reverses[arc]!] = residuals[reverses[arc]!]! + room;
  }
}
