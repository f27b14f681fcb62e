import { blocksOf, type DiffusionNetwork, edgeProbability, thresholdOf } from '../network/network.js';

/** The out-edges of every node, contiguous; those of probability 0 are left out. */
export interface ForwardEdges {
  /** [numNodes + 1]. */
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  /** The in-edge that it is, a place in `sources`. */
  readonly entries: Int32Array;
  /** Live where a word is at most this (`ic`; descending within a node); weight in the same unit (`lt`). Not of `triggering`. */
  readonly thresholds: Uint32Array;
  /** Rule of each, where the network has a limit of time. */
  readonly rules?: Uint8Array;
}

const made = new WeakMap<DiffusionNetwork, ForwardEdges>();

/** Built once per network. O(N + E). */
export function forwardEdges(network: DiffusionNetwork): ForwardEdges {
  let edges = made.get(network);
  if (!edges) {
    edges = build(network);
    made.set(network, edges);
  }
  return edges;
}

function build(network: DiffusionNetwork): ForwardEdges {
  const { numNodes, numEdges, sources } = network;
  const targetOf = new Int32Array(numEdges);
  const thresholdBy = new Uint32Array(numEdges);
  const ruleBy = network.maxTime === undefined ? undefined : new Uint8Array(numEdges);
  const starts = new Int32Array(numNodes + 1);
  let kept = new Int32Array(numEdges);
  let numKept = 0;
  for (let node = 0; node < numNodes; node++) {
    const [first, last] = blocksOf(network, node);
    for (let block = first; block < last; block++) {
      for (let entry = network.edgeStarts[block]!; entry < network.edgeStarts[block + 1]!; entry++) {
        const p = network.model === 'triggering' ? 1 : edgeProbability(network, node, block, entry);
        if (p <= 0) continue;
        targetOf[entry] = node;
        thresholdBy[entry] = thresholdOf(p);
        if (ruleBy) ruleBy[entry] = network.blockRules?.[block] ?? 0;
        starts[sources[entry]! + 1]!++;
        kept[numKept++] = entry;
      }
    }
  }
  kept = kept.subarray(0, numKept);
  if (network.model === 'ic') kept = descending(kept, thresholdBy);
  for (let v = 0; v < numNodes; v++) starts[v + 1]! += starts[v]!;
  const next = starts.slice();
  const targets = new Int32Array(numKept);
  const entries = new Int32Array(numKept);
  const thresholds = new Uint32Array(numKept);
  const rules = ruleBy && new Uint8Array(numKept);
  for (const entry of kept) {
    const at = next[sources[entry]!]!++;
    targets[at] = targetOf[entry]!;
    entries[at] = entry;
    thresholds[at] = thresholdBy[entry]!;
    if (rules) rules[at] = ruleBy[entry]!;
  }
  return { starts, targets, entries, thresholds, rules };
}

/** The entries in descending order of their keys, equal ones as they were: counting sort by the lower half, then by the upper one. */
function descending(entries: Int32Array, keys: Uint32Array): Int32Array<ArrayBuffer> {
  let from = entries;
  for (const shift of [0, 16]) {
    const places = new Int32Array(65537);
    for (const entry of from) places[65536 - ((keys[entry]! >>> shift) & 65535)]!++;
    for (let i = 0; i < 65536; i++) places[i + 1]! += places[i]!;
    const to = new Int32Array(entries.length);
    for (const entry of from) to[places[65535 - ((keys[entry]! >>> shift) & 65535)]!++] = entry;
    from = to;
  }
  return from as Int32Array<ArrayBuffer>;
}
