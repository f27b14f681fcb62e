import { type DiffusionNetwork, inEdgesOf } from '../network/network.js';
import type { Roots } from '../sampling/roots.js';
import { rootWeights } from './root-weights.js';

/** Whether there is a way from a marked node to one that counts, along any edges. O(numNodes + numEdges). */
export function canReach(network: DiffusionNetwork, marks: Uint8Array, roots: Roots): boolean {
  const weights = rootWeights(roots, network.numNodes);
  const seen = Uint8Array.from(weights, (weight) => (weight > 0 ? 1 : 0));
  const stack = new Int32Array(network.numNodes);
  let top = 0;
  for (let v = 0; v < seen.length; v++) {
    if (seen[v] === 0) continue;
    if (marks[v] !== 0) return true;
    stack[top++] = v;
  }
  while (top > 0) {
    const [begin, end] = inEdgesOf(network, stack[--top]!);
    for (let e = begin; e < end; e++) {
      const source = network.sources[e]!;
      if (seen[source] === 1) continue;
      if (marks[source] !== 0) return true;
      seen[source] = 1;
      stack[top++] = source;
    }
  }
  return false;
}
