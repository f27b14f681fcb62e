/** How the edges of a block become live. */
export interface NetworkRule {
  /** The relation it belongs to, `source>relation>target`, or '' where edges came without one. */
  readonly name: string;
  /** `constant`: all with {@link probability}; `degree`: all with min(1, factor / degree); `edge`: each with its own threshold. */
  readonly kind: 'constant' | 'degree' | 'edge';
  /** Of `constant`, in [0, 1]; taken as 0 where below `MIN_PROBABILITY`, 3.5e-10. */
  readonly probability?: number;
  /** Of `degree`, above 0. */
  readonly factor?: number;
  /** Of `degree`: in-edges of the block (one relation) or all of the node count. Default 'block'. */
  readonly base?: 'block' | 'node';
  /** Time an activation takes along these edges, at least 0; counts where the network has `maxTime`. Default 1. */
  readonly delay?: number;
}

/** Nodes of one type: `start` .. `start + count - 1` of the network's numbering. */
export interface NodeRange {
  readonly name: string;
  readonly start: number;
  readonly count: number;
}

/**
 * Draws the trigger set of a node: calls `emit(entry)` for every live in-edge, `entry` in [begin, end) of `sources`. `uniform()` is in
 * [0, 1) and the only randomness it may use.
 */
export type TriggerSampler = (
  node: number,
  begin: number,
  end: number,
  uniform: () => number,
  emit: (entry: number) => void,
) => void;

/**
 * A diffusion on nodes 0 .. numNodes - 1, compiled to flat arrays, which is all that samplers read. The in-edges of a node are
 * contiguous, grouped into blocks of one rule; parallel edges are kept, and each is tossed.
 *
 * - `ic`: every in-edge is live by itself.
 * - `lt`: at most one in-edge of a node is live. All rules are of kind `degree`, base `node` and one factor (the same weight for each
 *   in-edge), or all of kind `edge`, whose thresholds are cumulative over all in-edges of a node.
 * - `triggering`: {@link trigger} draws the live in-edges.
 */
export interface DiffusionNetwork {
  readonly model: 'ic' | 'lt' | 'triggering';
  readonly numNodes: number;
  readonly numEdges: number;
  /** In the order of their numbers; they cover all nodes. */
  readonly types: readonly NodeRange[];
  readonly rules: readonly NetworkRule[];
  /** First block of every node, [numNodes + 1]; absent where node v has block v alone. */
  readonly blockStarts?: Int32Array;
  /** Rule of every block; absent where all have rule 0. */
  readonly blockRules?: Uint8Array;
  /** First in-edge of every block, [blocks + 1]. */
  readonly edgeStarts: Int32Array;
  /** The in-neighbour of every edge. */
  readonly sources: Int32Array;
  /**
   * Of blocks with a rule of kind `edge`: an edge is live where a 32-bit word is at most its threshold, which is the probability
   * times 2^32, rounded, less 1; descending within a block. Edges of probability 0 are left out. `lt`: cumulative over the node.
   */
  readonly thresholds?: Uint32Array;
  /** A node reached accepts where a word is at most this; absent where all accept. One that does not may still be a seed. */
  readonly acceptance?: Uint32Array;
  /** Edges on a path of activations, at most; absent for no limit. */
  readonly maxHops?: number;
  /** Sum of delays on a path of activations, at most; absent for no limit. */
  readonly maxTime?: number;
  /** Of `triggering`. */
  readonly trigger?: TriggerSampler;
  /** What users call a node; default its number. */
  idOf?(node: number): string | number;
}

/** A probability below this is taken as 0: its threshold would be none. */
export const MIN_PROBABILITY = 1.5 / 4294967296;

/** The threshold of a probability in (0, 1], for words of 32 bits. */
export function thresholdOf(probability: number): number {
  return Math.max(0, Math.min(4294967295, Math.round(probability * 4294967296) - 1));
}

/** 2^-32: a word of 32 bits times this is a number in [0, 1). */
export const WORD = 2.3283064365386963e-10;

/** The probability, or 0 where it is too small. */
function atLeastMin(probability: number): number {
  return probability < MIN_PROBABILITY ? 0 : probability;
}

/** The way back. */
export function probabilityOf(threshold: number): number {
  return (threshold + 1) / 4294967296;
}

/** The type of a node. */
export function typeOf(types: readonly NodeRange[], node: number): NodeRange {
  return types.find(({ start, count }) => node >= start && node < start + count)!;
}

/** Blocks of a node: the numbers of the first one and of the one behind the last. */
export function blocksOf(network: DiffusionNetwork, node: number): readonly [number, number] {
  const { blockStarts } = network;
  return blockStarts ? [blockStarts[node]!, blockStarts[node + 1]!] : [node, node + 1];
}

/** The in-edges of a node: [begin, end) of `sources`. */
export function inEdgesOf(network: DiffusionNetwork, node: number): readonly [number, number] {
  const [first, last] = blocksOf(network, node);
  return [network.edgeStarts[first]!, network.edgeStarts[last]!];
}

/** Rule of a block. */
export function ruleOf(network: DiffusionNetwork, block: number): NetworkRule {
  return network.rules[network.blockRules?.[block] ?? 0]!;
}

/**
 * The probability with which in-edge `entry` of `node`, in `block`, is live by itself (`ic`), or is the one that is (`lt`): the plain
 * meaning of the arrays, for references, forward simulation and brute force.
 */
export function edgeProbability(network: DiffusionNetwork, node: number, block: number, entry: number): number {
  const rule = ruleOf(network, block);
  const [begin, end] = inEdgesOf(network, node);
  if (rule.kind === 'constant') return atLeastMin(rule.probability!);
  if (rule.kind === 'degree') {
    const degree = rule.base === 'node' ? end - begin : network.edgeStarts[block + 1]! - network.edgeStarts[block]!;
    // At most one edge is live in lt: the factor is the whole of their weight.
    return network.model === 'lt' ? Math.min(1, rule.factor!) / degree : atLeastMin(Math.min(1, rule.factor! / degree));
  }
  const upTo = probabilityOf(network.thresholds![entry]!);
  return network.model !== 'lt' || entry === begin ? upTo : upTo - probabilityOf(network.thresholds![entry - 1]!);
}
