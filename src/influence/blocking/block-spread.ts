import { HeteroGraphError, type RunOptions, throwIfAborted, YieldTimer } from '../../core/index.js';
import { checkCall } from '../network/call-options.js';
import { checkChoice, checkNodes, checkWeights, checkWhole } from '../network/check-nodes.js';
import { expectNetwork } from '../network/expect-network.js';
import { marksOf } from '../network/marks.js';
import type { DiffusionNetwork } from '../network/network.js';
import { lossOfEach } from './dominators.js';
import { type LiveGraph, liveGraphs } from './live-graph.js';

export interface BlockOptions extends RunOptions {
  /** From where it spreads. */
  readonly sources: ArrayLike<number>;
  /** How many nodes to immunise at most: they neither become active nor pass on. */
  readonly k: number;
  /** Nodes that may be immunised, 1 each, [numNodes]; sources never. Default all others. */
  readonly candidates?: Uint8Array;
  /** Draws of live edges to select nodes on, and as many others to evaluate them; default 1000. */
  readonly draws?: number;
  /** Default 1. */
  readonly seed?: number;
  /** What an active node counts, [numNodes]; default 1 each. */
  readonly weights?: ArrayLike<number>;
}

export interface BlockAnswer {
  readonly nodes: Int32Array;
  /** By how much each lowers the spread beyond those before it, on the draws that chose. */
  readonly reductions: Float64Array;
  /** Spread from the sources without and with the nodes immunised, on draws that did not choose. */
  readonly before: number;
  readonly after: number;
  /** Of before - after, from the same draws. */
  readonly standardError: number;
}

/**
 * Which nodes to immunise so that the spread from given sources is smallest: greedy, each node being the best next one on the draws, whose loss
 * is read off a dominator tree for all nodes at once (Xie, Zhang, Wang, Lin, Zhang, ICDE 2023). The reduction grows with the set but is
 * neither submodular nor supermodular, and cannot be approximated to any constant unless P = NP, so that greedy has no guarantee beyond the
 * first node; `before` and `after` are estimated on other draws and hold for the nodes whatever chose them. O(k draws x live edges).
 *
 * @throws {HeteroGraphError} INVALID_OPTION on networks with a limit of hops or time, where a loss is not that of a dominator tree; ABORTED,
 *   INDEX_OUT_OF_RANGE, SHAPE_MISMATCH
 */
export async function blockSpread(network: DiffusionNetwork, options: BlockOptions): Promise<BlockAnswer> {
  expectNetwork(network);
  checkCall('blockSpread', options);
  const { k, candidates, draws = 1000, seed = 1, weights, signal, onProgress } = options;
  const sources = checkNodes(network, options.sources, 'sources');
  checkWhole(k, 'k', 0);
  checkChoice(network, { candidates });
  checkWhole(draws, 'draws', 2);
  if (weights) checkWeights(network, weights, 'weights');
  if (network.maxHops !== undefined || network.maxTime !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'Blocking takes no limit of hops or time.', {
      column: network.maxHops === undefined ? 'maxTime' : 'maxHops',
      hint: 'Make the network without maxHops and maxTime.',
    });
  }
  throwIfAborted(signal);
  const weightOf = (v: number) => weights?.[v] ?? 1;
  const draw = liveGraphs(network, sources, seed);
  const graphs: LiveGraph[] = [];
  const yieldTimer = new YieldTimer(signal);
  for (let i = 0; i < draws; i++) {
    graphs.push(draw(i));
    if (yieldTimer.isDue()) await yieldTimer.yieldNow();
  }
  const isSource = marksOf(network.numNodes, sources);
  const blocked = new Uint8Array(network.numNodes);
  const [nodes, reductions]: [number[], number[]] = [[], []];
  while (nodes.length < k) {
    const loss = new Float64Array(network.numNodes);
    for (const graph of graphs) {
      const lost = lossOfEach(graph, maskOf(graph, blocked), weightOf);
      for (let i = 1; i < lost.length; i++) loss[graph.nodes[i]!]! += lost[i]!;
      if (yieldTimer.isDue()) await yieldTimer.yieldNow();
    }
    let best = -1;
    for (let v = 0; v < loss.length; v++) {
      if (isSource[v] === 1 || candidates?.[v] === 0 || !(loss[v]! > 0)) continue;
      if (best < 0 || loss[v]! > loss[best]!) best = v;
    }
    if (best < 0) break;
    blocked[best] = 1;
    nodes.push(best);
    reductions.push(loss[best]! / draws);
    onProgress?.({ stage: 'block', done: nodes.length, total: k, unit: 'nodes' });
  }
  let [before, lower, squares] = [0, 0, 0];
  for (let i = 0; i < draws; i++) {
    const graph = draw(draws + i);
    const all = lossOfEach(graph, new Uint8Array(graph.nodes.length), weightOf)[0]!;
    const less = all - lossOfEach(graph, maskOf(graph, blocked), weightOf)[0]!;
    before += all;
    lower += less;
    squares += less * less;
    if (yieldTimer.isDue()) await yieldTimer.yieldNow();
  }
  const standardError = Math.sqrt(Math.max(0, squares / draws - (lower / draws) ** 2) / (draws - 1));
  return {
    nodes: Int32Array.from(nodes),
    reductions: Float64Array.from(reductions),
    before: before / draws,
    after: (before - lower) / draws,
    standardError,
  };
}

/** Of every number of a graph, whether its node is blocked. */
function maskOf({ nodes }: LiveGraph, blocked: Uint8Array): Uint8Array {
  return Uint8Array.from(nodes, (v) => (v < 0 ? 0 : blocked[v]!));
}
