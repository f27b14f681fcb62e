import { HeteroGraphError, type OnProgress, type Pieces } from '../../core/index.js';
import { type DealOptions, dealEdges, entryOffsets } from './deal-edges.js';
import type { EdgeList } from './edge-lists.js';
import type { Adjacency, ProjectedGraph } from './projected-graph.js';
import { emptyAdjacency, sortParallel, transposeInto } from './transpose.js';

/**
 * Lists of edges as CSR both ways, rows ascending and parallel edges by weight, so that neither the order of edges nor that of relations
 * shows. Edges are dealt to their targets, turned, and turned back into the arrays they came from. O(N + E); 8 bytes an edge, 24 with
 * weights.
 *
 * @throws {HeteroGraphError} TOO_LARGE; INVERSE_MISMATCH without directions, where a list that is to have every edge both ways has not
 */
export function* edgeCsr(
  lists: readonly EdgeList[],
  numNodes: number,
  options: DealOptions & { readonly onProgress?: OnProgress },
): Pieces<Pick<ProjectedGraph, 'forward' | 'backward'>> {
  const { isDirected, onProgress } = options;
  const isCompared = !isDirected && lists.some(({ isBothWays }) => isBothWays);
  const total = isDirected || isCompared ? 4 : 3;
  const report = (done: number) => onProgress?.({ stage: 'project', done, total, unit: 'passes' });
  const indptr = entryOffsets(lists, numNodes, options);
  const numEntries = indptr[numNodes]!;
  const hasWeights = lists.some((list) => list.weights !== undefined);
  yield report(1);
  const dealt = emptyAdjacency(indptr, numEntries, hasWeights);
  dealEdges(lists, dealt, options);
  yield report(2);
  const forward = emptyAdjacency(new Int32Array(numNodes + 1), numEntries, hasWeights);
  transposeInto(dealt, forward);
  sortParallel(forward);
  yield report(3);
  if (isDirected || isCompared) {
    transposeInto(forward, dealt);
    yield report(4);
  }
  if (isDirected) return { forward, backward: dealt };
  if (isCompared) expectSame(forward, dealt);
  return { forward, backward: forward };
}

function expectSame(forward: Adjacency, backward: Adjacency): void {
  const isSame =
    areEqual(forward.indptr, backward.indptr) &&
    areEqual(forward.indices, backward.indices) &&
    areEqual(forward.weights ?? [], backward.weights ?? []);
  if (isSame) return;
  const message = 'A relation that is its own inverse has edges or weights one way that it has not the other way.';
  throw new HeteroGraphError('INVERSE_MISMATCH', message, {
    hint: "Make it symmetric with toUndirected, declare no inverse, or use direction 'out'.",
  });
}

function areEqual(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
