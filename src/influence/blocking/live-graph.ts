import type { DiffusionNetwork } from '../network/network.js';
import { forwardEdges } from '../simulation/forward-edges.js';
import { LiveEdges } from '../simulation/live-edges.js';

/** What sources reach in one draw of live edges: `nodes` in the order reached, behind a root 0 that points at the sources. */
export interface LiveGraph {
  /** Node of every number but 0, [size]; nodes[0] is -1. */
  readonly nodes: readonly number[];
  /** Numbers that every number points at. */
  readonly out: readonly (readonly number[])[];
}

/** Draws live graphs by their number; graph i depends on (network, sources, seed, i) alone. */
export function liveGraphs(network: DiffusionNetwork, sources: Int32Array, seed: number): (i: number) => LiveGraph {
  const { starts, targets, entries } = forwardEdges(network);
  const live = new LiveEdges(network, seed, 'block');
  const place = new Int32Array(network.numNodes);
  return (i) => {
    live.start(i);
    const nodes = [-1];
    const out: number[][] = [[]];
    const add = (v: number) => {
      place[v] = nodes.length;
      nodes.push(v);
      out.push([]);
      return place[v]!;
    };
    for (const v of new Set(sources)) {
      live.draw(v);
      out[0]!.push(add(v));
    }
    for (let at = 1; at < nodes.length; at++) {
      const u = nodes[at]!;
      for (let e = starts[u]!; e < starts[u + 1]!; e++) {
        const v = targets[e]!;
        live.draw(v);
        if (!live.isLive(entries[e]!) || (place[v] === 0 && !live.accepts(v))) continue;
        out[at]!.push(place[v]! > 0 ? place[v]! : add(v));
      }
    }
    for (let at = 1; at < nodes.length; at++) place[nodes[at]!] = 0;
    return { nodes, out };
  };
}
