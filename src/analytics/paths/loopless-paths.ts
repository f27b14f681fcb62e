import type { Pieces } from '../../core/index.js';
import type { Adjacency } from '../project/projected-graph.js';
import { DijkstraSearch, pathTo } from './dijkstra-search.js';
import { GuidedSearch } from './guided-search.js';

/** A path without a node twice. */
export interface NodePath {
  /** Nodes from the source to the target. */
  readonly nodes: Int32Array;
  /** Sum of the weights. */
  readonly distance: number;
}

/** The shortest of all paths that begin with the first `fixed + 1` nodes and go on to none of `excluded`. */
interface Candidate extends NodePath {
  readonly fixed: number;
  readonly excluded: readonly number[];
  /** Length of the way to every node of the path. */
  readonly lengths: Float64Array;
}

/**
 * The k shortest paths between two nodes without a node twice (Yen 1971, where each path found splits those that are left into sets without
 * a common path, as Lawler 1972 does). Searches are led by the distances to the target without anything blocked. Shorter paths first; of
 * equally long ones it is not said which are found, though always the same ones. Fewer than k where there are no more. Edges must be simple, weights from 0. O(k N) searches.
 */
export function* looplessPaths(
  forward: Adjacency,
  backward: Adjacency,
  source: number,
  target: number,
  k: number,
): Pieces<NodePath[]> {
  const rest = new DijkstraSearch(backward);
  rest.start(target);
  while (rest.advance(10_000)) yield;
  const search = new GuidedSearch(forward);
  const blocked = new Uint8Array(rest.distances.length);
  const toTarget = (node: number) => rest.distances[node]!;
  const found: NodePath[] = [];
  const candidates: Candidate[] = [];
  const look = function* (
    path: Int32Array,
    lengths: Float64Array,
    fixed: number,
    excluded: readonly number[],
  ): Pieces<void> {
    const before = lengths[fixed]!;
    const distance = yield* search.run(path[fixed]!, target, toTarget, {
      blocked: { nodes: blocked, first: excluded },
      before,
    });
    if (distance === Number.POSITIVE_INFINITY) return;
    const tail = pathTo(search.predecessors, target);
    const nodes = new Int32Array(fixed + tail.length);
    nodes.set(path.subarray(0, fixed));
    nodes.set(tail, fixed);
    const all = new Float64Array(nodes.length);
    all.set(lengths.subarray(0, fixed));
    tail.forEach((node, i) => {
      all[fixed + i] = search.distances[node]!;
    });
    insert(candidates, { nodes, distance, fixed, excluded, lengths: all }, k - found.length);
  };
  yield* look(Int32Array.of(source), new Float64Array(1), 0, []);
  while (candidates.length > 0) {
    const { nodes, distance, fixed, excluded, lengths } = candidates.shift()!;
    found.push({ nodes, distance });
    if (found.length === k) break;
    for (let i = 0; i < fixed; i++) blocked[nodes[i]!] = 1;
    for (let i = fixed; i + 1 < nodes.length; i++) {
      yield* look(nodes, lengths, i, i === fixed ? [...excluded, nodes[i + 1]!] : [nodes[i + 1]!]);
      blocked[nodes[i]!] = 1;
      yield;
    }
    for (const node of nodes) blocked[node] = 0;
  }
  return found;
}

/** Puts a candidate in its place, and drops those beyond the limit. */
function insert(candidates: Candidate[], candidate: Candidate, limit: number): void {
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comesBefore(candidates[middle]!, candidate)) low = middle + 1;
    else high = middle;
  }
  if (low >= limit) return;
  candidates.splice(low, 0, candidate);
  if (candidates.length > limit) candidates.length = limit;
}

/** Of equal ones that of lower node numbers, so that the order does not depend on when they were found. */
function comesBefore(a: NodePath, b: NodePath): boolean {
  if (a.distance !== b.distance) return a.distance < b.distance;
  const length = Math.min(a.nodes.length, b.nodes.length);
  for (let i = 0; i < length; i++) {
    if (a.nodes[i] !== b.nodes[i]) return a.nodes[i]! < b.nodes[i]!;
  }
  return a.nodes.length < b.nodes.length;
}
