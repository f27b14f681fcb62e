import { blocksOf, type DiffusionNetwork, MIN_PROBABILITY, type NetworkRule } from '../network/network.js';
import { rootWeights } from './root-weights.js';
import { checkRoots, type Roots } from './roots.js';

/**
 * Whether influence may travel from a marked node to another one that counts. Where it may not, nodes reach themselves alone and the
 * spread is known without sets, of which no number would show it. O(numNodes + numEdges) at most; where all count, at the first edge from
 * a marked node.
 *
 * @param marks 1 each, [numNodes]
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE of roots
 */
export function reachesOthers(network: DiffusionNetwork, marks: Uint8Array, roots: Roots): boolean {
  checkRoots(roots, network.numNodes);
  if (network.maxHops === 0) return false;
  const isLive = Uint8Array.from(network.rules, (rule) => (mayCarry(network, rule) ? 1 : 0));
  if (!hasEdgeFrom(network, marks, isLive)) return false;
  return (!roots.nodes && !roots.limits) || hasWay(network, marks, isLive, roots);
}

/** Edges of a kind `edge` that never carry are not in the network. */
function mayCarry({ maxTime = Number.POSITIVE_INFINITY, model }: DiffusionNetwork, rule: NetworkRule): boolean {
  return (
    (rule.delay ?? 1) <= maxTime &&
    (model === 'triggering' || rule.kind !== 'constant' || rule.probability! >= MIN_PROBABILITY)
  );
}

function hasEdgeFrom(network: DiffusionNetwork, marks: Uint8Array, isLive: Uint8Array): boolean {
  const { numNodes, blockRules, edgeStarts, sources } = network;
  for (let v = 0; v < numNodes; v++) {
    const [first, last] = blocksOf(network, v);
    for (let block = first; block < last; block++) {
      if (isLive[blockRules ? blockRules[block]! : 0] === 0) continue;
      for (let e = edgeStarts[block]!; e < edgeStarts[block + 1]!; e++) {
        if (sources[e] !== v && marks[sources[e]!] !== 0) return true;
      }
    }
  }
  return false;
}

/** Backwards from the nodes that count. */
function hasWay(network: DiffusionNetwork, marks: Uint8Array, isLive: Uint8Array, roots: Roots): boolean {
  const { numNodes, blockRules, edgeStarts, sources } = network;
  const seen = Uint8Array.from(rootWeights(roots, numNodes), (weight) => (weight > 0 ? 1 : 0));
  const stack = new Int32Array(numNodes);
  let top = 0;
  for (let v = 0; v < numNodes; v++) if (seen[v] === 1) stack[top++] = v;
  while (top > 0) {
    const v = stack[--top]!;
    const [first, last] = blocksOf(network, v);
    for (let block = first; block < last; block++) {
      if (isLive[blockRules ? blockRules[block]! : 0] === 0) continue;
      for (let e = edgeStarts[block]!; e < edgeStarts[block + 1]!; e++) {
        const source = sources[e]!;
        if (source !== v && marks[source] !== 0) return true;
        if (seen[source] === 1) continue;
        seen[source] = 1;
        stack[top++] = source;
      }
    }
  }
  return false;
}
