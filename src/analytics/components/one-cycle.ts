import type { Pieces } from '../../core/index.js';
import type { Adjacency, ProjectedGraph } from '../project/projected-graph.js';
import { nodeLayers } from './layers.js';

/** Steps between two pauses. */
const PIECE = 1 << 19;

/**
 * The nodes of a cycle in the order of its edges, the lowest number first; undefined where there is none. Without directions a cycle takes
 * no edge twice, so that two parallel edges are one. O(N + E).
 */
export function* oneCycle(graph: ProjectedGraph): Pieces<Int32Array | undefined> {
  if (graph.isDirected) return cycleOutside((yield* nodeLayers(graph.forward)).layers, graph);
  const cycle = yield* undirectedCycle(graph.forward);
  return cycle && fromLowest(cycle);
}

/** A cycle of the nodes that have no layer, -1, along directed edges; undefined where all have one. O(N + E). */
export function cycleOutside(layers: Int32Array, { backward }: ProjectedGraph): Int32Array | undefined {
  const cycle = directedCycle(backward, layers);
  return cycle && fromLowest(cycle);
}

function fromLowest(cycle: readonly number[]): Int32Array {
  const first = cycle.indexOf(cycle.reduce((a, b) => Math.min(a, b)));
  return Int32Array.from([...cycle.slice(first), ...cycle.slice(0, first)]);
}

/** Every node without a layer has one of them before it, so that going backwards comes round. */
function directedCycle({ indptr, indices }: Adjacency, layers: Int32Array): number[] | undefined {
  let v = layers.indexOf(-1);
  if (v < 0) return undefined;
  const places = new Int32Array(layers.length).fill(-1);
  const walk: number[] = [];
  while (places[v]! < 0) {
    places[v] = walk.length;
    walk.push(v);
    let e = indptr[v]!;
    while (layers[indices[e]!] !== -1) e++;
    v = indices[e]!;
  }
  return walk.slice(places[v]!).reverse();
}

/** The first edge of a depth-first search that leads back to a node on the way. */
function* undirectedCycle({ indptr, indices }: Adjacency): Pieces<number[] | undefined> {
  const numNodes = indptr.length - 1;
  const parents = new Int32Array(numNodes).fill(-1);
  const isFound = new Uint8Array(numNodes);
  const sawParent = new Uint8Array(numNodes);
  const at = indptr.slice(0, numNodes);
  let steps = 0;
  for (let root = 0; root < numNodes; root++) {
    if (isFound[root] === 1) continue;
    isFound[root] = 1;
    for (let v = root; v >= 0; ) {
      if (++steps % PIECE === 0) yield;
      if (at[v] === indptr[v + 1]) {
        v = parents[v]!;
        continue;
      }
      const w = indices[at[v]!++]!;
      if (isFound[w] === 0) {
        isFound[w] = 1;
        parents[w] = v;
        v = w;
      } else if (w === parents[v] && sawParent[v] === 0) sawParent[v] = 1;
      else {
        const cycle = [v];
        while (v !== w) cycle.push((v = parents[v]!));
        return cycle;
      }
    }
  }
  return undefined;
}
