import { checkPartition, type GivenPartition, type Partition, valuesOf } from '../scores/check-partition.js';

/** How two partitions of the same nodes meet. */
export interface Contingency {
  readonly numNodes: number;
  /** Nodes of each community of the first, and of the second. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** For every pair of communities with nodes in common: both, and how many nodes. */
  readonly pairs: readonly { readonly a: number; readonly b: number; readonly count: number }[];
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION */
export function contingency(a: GivenPartition, b: GivenPartition): Contingency {
  const first = checkPartition(a, valuesOf(a)?.length ?? 0, 'a');
  const numNodes = first.communities.length;
  const second = checkPartition(b, numNodes, 'b');
  const common = new Map<number, number>();
  for (let v = 0; v < numNodes; v++) {
    const key = first.communities[v]! * second.count + second.communities[v]!;
    common.set(key, (common.get(key) ?? 0) + 1);
  }
  const pairs = Array.from(common, ([key, count]) => ({
    a: Math.floor(key / second.count),
    b: key % second.count,
    count,
  }));
  return { numNodes, first: sizes(first), second: sizes(second), pairs };
}

function sizes({ communities, count }: Partition): Float64Array {
  const found = new Float64Array(count);
  for (const c of communities) found[c]!++;
  return found;
}
