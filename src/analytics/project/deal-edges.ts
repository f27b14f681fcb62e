import { HeteroGraphError } from '../../core/index.js';
import type { EdgeList } from './edge-lists.js';
import type { Adjacency } from './projected-graph.js';

export interface DealOptions {
  /** false: every edge is dealt to both of its ends, a self loop and edges of lists that have them both ways once. */
  readonly isDirected: boolean;
  readonly selfLoops: boolean;
}

/** Entries of a CSR that Int32 offsets can tell. */
const MOST_ENTRIES = 2 ** 31 - 1;

/** Entries of every node as offsets, [numNodes + 1]: edges that end there, or that touch it. O(N + E). @throws {HeteroGraphError} TOO_LARGE */
export function entryOffsets(lists: readonly EdgeList[], numNodes: number, options: DealOptions): Int32Array {
  const { isDirected, selfLoops } = options;
  const most = lists.reduce(
    (sum, { source, isBothWays }) => sum + source.length * (isDirected || isBothWays ? 1 : 2),
    0,
  );
  if (most > MOST_ENTRIES) {
    throw new HeteroGraphError('TOO_LARGE', `The projection would have ${most} entries.`, {
      hint: `At most ${MOST_ENTRIES} can be told; choose fewer relations${isDirected ? '' : ', or a direction'}.`,
    });
  }
  const indptr = new Int32Array(numNodes + 1);
  for (const { source, target, sourceStart, targetStart, isBothWays } of lists) {
    const isOneWay = isDirected || isBothWays;
    for (let e = 0; e < source.length; e++) {
      const [from, to] = [sourceStart + source[e]!, targetStart + target[e]!];
      if (from !== to) {
        indptr[to + 1]!++;
        if (!isOneWay) indptr[from + 1]!++;
      } else if (selfLoops) {
        indptr[to + 1]!++;
      }
    }
  }
  for (let v = 0; v < numNodes; v++) indptr[v + 1]! += indptr[v]!;
  return indptr;
}

/** Deals the edges to the nodes that {@link entryOffsets} counted them for, in the order of the lists. O(N + E). */
export function dealEdges(lists: readonly EdgeList[], into: Adjacency, options: DealOptions): void {
  const { isDirected, selfLoops } = options;
  const { indices, weights } = into;
  const next = into.indptr.slice(0, -1);
  for (const { source, target, sourceStart, targetStart, weights: given, isBothWays } of lists) {
    const isOneWay = isDirected || isBothWays;
    for (let e = 0; e < source.length; e++) {
      const [from, to] = [sourceStart + source[e]!, targetStart + target[e]!];
      if (from === to && !selfLoops) continue;
      const at = next[to]!++;
      indices[at] = from;
      if (weights) weights[at] = given![e]!;
      if (isOneWay || from === to) continue;
      const back = next[from]!++;
      indices[back] = to;
      if (weights) weights[back] = given![e]!;
    }
  }
}
