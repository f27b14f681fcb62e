import { UnionFind } from '../../../core/index.js';
import type { Attraction } from './attraction.js';

/** Connected components, one after the other, as the forces work on them: nodes and pairs of each stand together. */
export interface Parts {
  /** Every node by its place here, [N]. */
  readonly nodes: Int32Array;
  /** Where the nodes of each part begin, [parts + 1]. */
  readonly nodeStarts: Int32Array;
  /** Ends by their place within the part, [pairs]. */
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly weight: Float64Array;
  /** Where the pairs of each part begin, [parts + 1]. */
  readonly pairStarts: Int32Array;
}

/** Parts in the order of their first nodes, nodes ascending in each. O(N + E). */
export function partsOf(numNodes: number, { source, target, weight }: Attraction): Parts {
  const joined = new UnionFind(numNodes);
  for (let e = 0; e < source.length; e++) joined.join(source[e]!, target[e]!);
  const { of, sizes } = joined.sets();
  const pairCounts = new Int32Array(sizes.length);
  for (const u of source) pairCounts[of[u]!]!++;
  const [nodeStarts, pairStarts] = [startsOf(sizes), startsOf(pairCounts)];
  const nodes = new Int32Array(numNodes);
  const placeOf = new Int32Array(numNodes);
  const nextNode = nodeStarts.slice();
  for (let n = 0; n < numNodes; n++) {
    const part = of[n]!;
    placeOf[n] = nextNode[part]! - nodeStarts[part]!;
    nodes[nextNode[part]!++] = n;
  }
  const parts = {
    source: new Int32Array(source.length),
    target: new Int32Array(source.length),
    weight: new Float64Array(source.length),
  };
  const nextPair = pairStarts.slice();
  for (let e = 0; e < source.length; e++) {
    const at = nextPair[of[source[e]!]!]!++;
    parts.source[at] = placeOf[source[e]!]!;
    parts.target[at] = placeOf[target[e]!]!;
    parts.weight[at] = weight[e]!;
  }
  return { nodes, nodeStarts, pairStarts, ...parts };
}

function startsOf(counts: Int32Array): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i]! + counts[i]!;
  return starts;
}
