import { checkPartition, type GivenPartition, type Partition, valuesOf } from '../scores/check-partition.js';

/** How two partitions of the same nodes meet. */
export interface Contingency {
  readonly numNodes: number;
  /** Nodes of each community of the first, and of the second. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  /** For every pair of communities with nodes in common: both, and how many nodes; [numPairs] each. */
  readonly pairs: { readonly a: Int32Array; readonly b: Int32Array; readonly counts: Float64Array };
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, INVALID_OPTION */
export function contingency(a: GivenPartition, b: GivenPartition): Contingency {
  const first = checkPartition(a, valuesOf(a)?.length ?? 0, 'a');
  const numNodes = first.communities.length;
  const second = checkPartition(b, numNodes, 'b');
  const [firstSizes, secondSizes] = [sizes(first), sizes(second)];
  return { numNodes, first: firstSizes, second: secondSizes, pairs: commonPairs(first, second, firstSizes) };
}

/** Nodes by their first community, then counted by their second. O(N). */
function commonPairs(first: Partition, second: Partition, firstSizes: Float64Array): Contingency['pairs'] {
  const numNodes = first.communities.length;
  const ends = new Int32Array(first.count);
  for (let c = 0, end = 0; c < first.count; c++) ends[c] = end += firstSizes[c]!;
  const next = ends.map((end, c) => end - firstSizes[c]!);
  const others = new Int32Array(numNodes);
  for (let v = 0; v < numNodes; v++) others[next[first.communities[v]!]!++] = second.communities[v]!;
  const [a, b, counts] = [new Int32Array(numNodes), new Int32Array(numNodes), new Float64Array(numNodes)];
  /** 1 + the pair that a second community last had a node in. */
  const pairOf = new Int32Array(second.count);
  let size = 0;
  for (let c = 0, i = 0; c < first.count; c++) {
    const before = size;
    for (; i < ends[c]!; i++) {
      const other = others[i]!;
      if (pairOf[other]! <= before) {
        a[size] = c;
        b[size] = other;
        pairOf[other] = ++size;
      }
      counts[pairOf[other]! - 1]!++;
    }
  }
  return { a: a.subarray(0, size), b: b.subarray(0, size), counts: counts.subarray(0, size) };
}

function sizes({ communities, count }: Partition): Float64Array {
  const found = new Float64Array(count);
  for (const c of communities) found[c]!++;
  return found;
}
