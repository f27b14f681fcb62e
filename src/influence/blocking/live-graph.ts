import type { DiffusionNetwork } from '../network/network.js';
import { accepts, drawLive } from '../sampling/draw-live.js';
import { SetRandom, setBase } from '../sampling/set-random.js';
import { forwardEdges } from '../simulation/forward-edges.js';

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
  const random = new SetRandom(setBase(seed, 'block'));
  const drawn = new Int32Array(network.numNodes);
  const place = new Int32Array(network.numNodes);
  const accepted = new Uint8Array(network.numNodes);
  const live = new Int32Array(network.sources.length);
  let now = 0;
  const draw = (v: number) => {
    drawn[v] = now;
    place[v] = 0;
    drawLive(network, v, random, (entry) => {
      live[entry] = now;
    });
    accepted[v] = accepts(network, v, random) ? 1 : 0;
  };
  return (i) => {
    random.start(i);
    now++;
    const nodes = [-1];
    const out: number[][] = [[]];
    const add = (v: number) => {
      place[v] = nodes.length;
      nodes.push(v);
      out.push([]);
      return place[v]!;
    };
    for (const v of new Set(sources)) {
      draw(v);
      out[0]!.push(add(v));
    }
    for (let at = 1; at < nodes.length; at++) {
      const u = nodes[at]!;
      for (let e = starts[u]!; e < starts[u + 1]!; e++) {
        const v = targets[e]!;
        if (drawn[v] !== now) draw(v);
        if (live[entries[e]!] !== now || (place[v] === 0 && accepted[v] === 0)) continue;
        out[at]!.push(place[v]! > 0 ? place[v]! : add(v));
      }
    }
    return { nodes, out };
  };
}
