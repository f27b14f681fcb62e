import fc from 'fast-check';
import { DirectedGraph, MultiDirectedGraph, MultiUndirectedGraph, UndirectedGraph } from 'graphology';
import type { NodeValues } from '../../src/analytics/index.js';
import { fromGraphology, type HeteroGraph } from '../../src/graph/index.js';

export interface PeerOptions {
  readonly isDirected?: boolean;
  /** Default true; graphology's paths, HITS and modularity are those of graphs without parallel edges or of simple ones. */
  readonly parallel?: boolean;
  readonly selfLoops?: boolean;
  readonly maxNodes?: number;
  readonly minWeight?: number;
}

/** A graph of graphology, and what the adapter makes of it. */
export interface Peer {
  readonly peer: DirectedGraph | UndirectedGraph;
  readonly graph: HeteroGraph;
  readonly isDirected: boolean;
  /** How the library is to look at it: along the edges where these have a direction, with their weights. */
  readonly options: { readonly direction: 'out' | 'both'; readonly weights: string };
}

/** Random graphs of graphology, without nodes or edges too, and with weights that are whole numbers, of which sums are exact. */
export function randomPeer(options: PeerOptions = {}): fc.Arbitrary<() => Promise<Peer>> {
  const { parallel = true, selfLoops = true, maxNodes = 10, minWeight = 1 } = options;
  return fc
    .record({
      numNodes: fc.nat(maxNodes),
      isDirected: options.isDirected === undefined ? fc.boolean() : fc.constant(options.isDirected),
      edges: fc.array(fc.tuple(fc.nat(999), fc.nat(999), fc.integer({ min: minWeight, max: 5 })), {
        maxLength: 3 * maxNodes,
      }),
    })
    .map(({ numNodes, isDirected, edges }) => async () => {
      const [plain, multi] = isDirected ? [DirectedGraph, MultiDirectedGraph] : [UndirectedGraph, MultiUndirectedGraph];
      const peer = new (parallel ? multi : plain)({ allowSelfLoops: true });
      for (let v = 0; v < numNodes; v++) peer.addNode(`n${v}`);
      for (const [a, b, weight] of numNodes === 0 ? [] : edges) {
        const [from, to] = [`n${a % numNodes}`, `n${b % numNodes}`];
        if ((from === to && !selfLoops) || (!parallel && peer.hasEdge(from, to))) continue;
        peer.addEdge(from, to, { weight });
      }
      const graph = await fromGraphology(peer);
      return { peer, graph, isDirected, options: { direction: isDirected ? 'out' : 'both', weights: 'weight' } };
    });
}

/** Values by key, as graphology gives them. */
export function byKey(values: NodeValues<Float64Array> | NodeValues<Int32Array>): Record<string, number> {
  return Object.fromEntries(Array.from({ length: values.length }, (_, v) => [values.at(v).id, values.values[v]!]));
}
