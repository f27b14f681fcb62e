import { HeteroGraphError, isHeteroGraphError, type RunOptions } from '../../core/index.js';
import { edgeTypeKey, type HeteroGraph, type MetapathStep, metapathAdjacency } from '../../graph/index.js';
import { chainOf } from '../../graph/internal.js';
import type { EdgeList } from './edge-lists.js';

/** Ends of a metapath, and whether it reads the same from both. */
export interface MetapathEnds {
  readonly from: string;
  readonly to: string;
  readonly isSymmetric: boolean;
}

/** @throws {HeteroGraphError} UNKNOWN_TYPE, AMBIGUOUS, BROKEN_METAPATH */
export function metapathEnds(graph: HeteroGraph, path: readonly MetapathStep[]): MetapathEnds {
  const { from, to } = chainOf(graph, path);
  const steps = path.map((step) => oneWay(graph, step));
  const isSymmetric = steps.every(({ key, isBackwards, inverse }, i) => {
    const other = steps[steps.length - 1 - i]!;
    if (other.key === key && (other.isBackwards !== isBackwards || inverse === key)) return true;
    return inverse === other.key && other.isBackwards === isBackwards;
  });
  return { from, to, isSymmetric };
}

function oneWay(graph: HeteroGraph, step: MetapathStep) {
  const isBackwards = typeof step === 'object' && 'reverse' in step;
  const { type, inverse } = graph.edgeSchema(isBackwards ? step.reverse : (step as string));
  return { key: edgeTypeKey(type), isBackwards, inverse: inverse && edgeTypeKey(inverse) };
}

/** Pairs that the metapath joins, weighed by the number of its instances. @throws {HeteroGraphError} OUT_OF_MEMORY, ABORTED */
export async function metapathEdges(
  graph: HeteroGraph,
  path: readonly MetapathStep[],
  { from, to }: MetapathEnds,
  starts: ReadonlyMap<string, number>,
  run: RunOptions,
): Promise<EdgeList> {
  const { indptr, indices, values, numRows } = await metapathAdjacency(graph, { path, ...run }).catch((error) => {
    throw withWayOut(error);
  });
  const source = new Int32Array(indices.length);
  for (let row = 0; row < numRows; row++) source.fill(row, indptr[row]!, indptr[row + 1]!);
  return {
    source,
    target: indices,
    sourceStart: starts.get(from)!,
    targetStart: starts.get(to)!,
    weights: values,
  };
}

/** What went wrong with a metapath, with a way out that options of a projection have. */
export function withWayOut(error: unknown): unknown {
  if (!isHeteroGraphError(error) || error.code !== 'OUT_OF_MEMORY') return error;
  return new HeteroGraphError('OUT_OF_MEMORY', 'The pairs that the metapath joins need more than 2 GiB.', {
    column: 'metapath',
    cause: error,
    hint: 'Add it with addMetapath, which keeps `maxPerRow` pairs of a node, and name that relation instead.',
  });
}
