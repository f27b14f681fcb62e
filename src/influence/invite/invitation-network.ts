import { networkInt32, networkUint32 } from '../network/arrays.js';
import { type DiffusionNetwork, MIN_PROBABILITY, thresholdOf } from '../network/network.js';
import { BlockSorter, sortBlocks } from '../network/sort-blocks.js';
import type { Friends } from './friends.js';

/**
 * How invitations travel: independent cascade, u invites v with their willingness, and v passes it on if it accepts.
 * O(N + F log d), F the friendships, d the largest in-degree.
 */
export function invitationNetwork({
  numNodes,
  indptr,
  indices,
  willingness,
  acceptance,
  social,
}: Friends): DiffusionNetwork {
  const edgeStarts = networkInt32(numNodes + 1);
  for (let i = 0; i < indices.length; i++) if (willingness[i]! >= MIN_PROBABILITY) edgeStarts[indices[i]! + 1]!++;
  for (let v = 0; v < numNodes; v++) edgeStarts[v + 1]! += edgeStarts[v]!;
  const numEdges = edgeStarts[numNodes]!;
  const next = edgeStarts.slice();
  const [sources, thresholds] = [networkInt32(numEdges), networkUint32(numEdges)];
  for (let u = 0; u < numNodes; u++) {
    for (let i = indptr[u]!; i < indptr[u + 1]!; i++) {
      if (willingness[i]! < MIN_PROBABILITY) continue;
      const at = next[indices[i]!]!++;
      sources[at] = u;
      thresholds[at] = thresholdOf(willingness[i]!);
    }
  }
  sortBlocks(new BlockSorter(thresholds, sources), edgeStarts, undefined, Uint8Array.of(1));
  return {
    model: 'ic',
    numNodes,
    numEdges,
    types: [{ name: social.origin?.type[0] ?? 'node', start: 0, count: numNodes }],
    rules: [{ name: '', kind: 'edge' }],
    edgeStarts,
    sources,
    thresholds,
    ...(acceptance.some((p) => p < 1) && {
      acceptance: Uint32Array.from(acceptance, thresholdOf),
    }),
    idOf: social.idOf,
  };
}
