import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import { type DealOptions, dealEdges, entryOffsets } from './deal-edges.js';
import type { EdgeList } from './edge-lists.js';
import type { ProjectedGraph } from './projected-graph.js';
import { emptyAdjacency, sortParallel, transposeInto } from './transpose.js';

/**
 * Lists of edges as CSR both ways, rows ascending and parallel edges by weight, so that neither the order of edges nor that of relations
 * shows. Edges are dealt to their targets, turned, and turned back into the arrays they came from. O(N + E); 8 bytes an edge, 24 with
 * weights.
 *
 * @throws {HeteroGraphError} TOO_LARGE, ABORTED
 */
export async function edgeCsr(
  lists: readonly EdgeList[],
  numNodes: number,
  options: DealOptions & RunOptions,
): Promise<Pick<ProjectedGraph, 'forward' | 'backward'>> {
  const { isDirected, signal, onProgress } = options;
  const total = isDirected ? 4 : 3;
  const pause = async (done: number) => {
    onProgress?.({ stage: 'project', done, total, unit: 'passes' });
    await yieldToEventLoop();
    throwIfAborted(signal);
  };
  throwIfAborted(signal);
  const indptr = entryOffsets(lists, numNodes, options);
  const numEntries = indptr[numNodes]!;
  const hasWeights = lists.some((list) => list.weights !== undefined);
  await pause(1);
  const dealt = emptyAdjacency(indptr, numEntries, hasWeights);
  dealEdges(lists, dealt, options);
  await pause(2);
  const forward = emptyAdjacency(new Int32Array(numNodes + 1), numEntries, hasWeights);
  transposeInto(dealt, forward);
  sortParallel(forward);
  await pause(3);
  if (!isDirected) return { forward, backward: forward };
  transposeInto(forward, dealt);
  await pause(4);
  return { forward, backward: dealt };
}
