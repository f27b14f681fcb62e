import { HeteroGraphError } from '../../core/index.js';

/** Adds up over sources how much of the shortest paths from each goes through every node. */
export interface DependencyPass {
  /**
   * Adds the dependencies of one source: for every other node, the sum over targets of the share of shortest paths from the source that go
   * through it, ends not counted.
   *
   * @param sums gets the dependencies added, [numNodes]
   * @param squares gets their squares added, [numNodes]
   */
  addFrom(source: number, sums: Float64Array, squares?: Float64Array): void;
}

/** Shortest paths from one source, as a graph without cycles. */
export interface PathGraph {
  /** Nodes that were reached, no node before one that lies before it on a path; the source first. */
  readonly order: Int32Array;
  readonly reached: number;
  /** Shortest paths from the source to every node, [numNodes]. */
  readonly counts: Float64Array;
  /** Nodes behind the one at place i of the order: `next[nextStarts[i]]` to `next[nextStarts[i + 1]]`. */
  readonly next: Int32Array;
  readonly nextStarts: Int32Array;
}

/**
 * Adds the dependencies of the source on every other node, farthest node first.
 *
 * @param shares room for (1 + dependency) / number of paths, [numNodes]
 * @throws {HeteroGraphError} VALUE_OUT_OF_RANGE where there are more paths than a float64 counts
 */
export function addDependencies(
  { order, reached, counts, next, nextStarts }: PathGraph,
  shares: Float64Array,
  sums: Float64Array,
  squares?: Float64Array,
): void {
  checkCounts(counts, order, reached);
  for (let i = reached - 1; i > 0; i--) {
    const v = order[i]!;
    let share = 0;
    for (let e = nextStarts[i]!, end = nextStarts[i + 1]!; e < end; e++) share += shares[next[e]!]!;
    const count = counts[v]!;
    const dependency = count * share;
    shares[v] = share + 1 / count;
    sums[v] = sums[v]! + dependency;
    if (squares) squares[v] = squares[v]! + dependency * dependency;
  }
}

function checkCounts(counts: Float64Array, order: Int32Array, reached: number): void {
  for (let i = 0; i < reached; i++) checkNumPaths(counts[order[i]!]!);
}

/** @throws {HeteroGraphError} VALUE_OUT_OF_RANGE where shares of so many shortest paths are lost */
export function checkNumPaths(count: number): void {
  if (count < 1e300) return;
  throw new HeteroGraphError('VALUE_OUT_OF_RANGE', 'There are more than 1e300 shortest paths between two nodes.', {
    column: 'betweenness',
    hint: 'Give edges weights that tell such paths apart, or leave out nodes.',
  });
}
