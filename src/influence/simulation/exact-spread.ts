import { HeteroGraphError } from '../../core/index.js';
import { checkCall } from '../network/call-options.js';
import { checkNodes, checkWeights } from '../network/check-nodes.js';
import { expectNetwork } from '../network/expect-network.js';
import type { DiffusionNetwork } from '../network/network.js';
import { ExactLayers } from './exact-layers.js';
import { plainCascade, plainEdges } from './plain-cascade.js';
import { meanOverTosses } from './toss-tree.js';

const MAX_NODES = 16;
const MAX_STEPS = 1 << 26;
const MAX_WAYS = 1 << 18;

export interface ExactOptions {
  /** What an active node counts, [numNodes]; default 1 each. */
  readonly weights?: ArrayLike<number>;
}

/**
 * The exact expected spread of seed sets of one small network, for many of them: what one took is remembered for the next.
 *
 * `ic` and `lt`, with acceptance and a limit of hops: at most 16 nodes, layer by layer, 4^N steps at most. With a limit of time: by every
 * way the tosses of a cascade can fall, 2^18 at most.
 */
export class ExactSpread {
  readonly #network: DiffusionNetwork;
  readonly #of: (seeds: Int32Array) => number;

  /** @throws {HeteroGraphError} TOO_LARGE above 16 nodes; INVALID_OPTION for trigger callbacks, whose chances nobody knows */
  constructor(network: DiffusionNetwork, options: ExactOptions = {}) {
    expectNetwork(network);
    checkCall('exactSpread', options);
    const { weights } = options;
    if (network.model === 'triggering') {
      throw new HeteroGraphError(
        'INVALID_OPTION',
        'The spread of a trigger callback cannot be computed exactly: its probabilities are not known.',
        {
          hint: 'Use simulateSpread.',
        },
      );
    }
    if (network.numNodes > MAX_NODES) {
      throw new HeteroGraphError(
        'TOO_LARGE',
        `Exact spread takes at most ${MAX_NODES} nodes, not ${network.numNodes}.`,
        {
          hint: 'Use simulateSpread.',
        },
      );
    }
    if (weights) checkWeights(network, weights, 'weights');
    this.#network = network;
    this.#of = network.maxTime === undefined ? byLayers(network, weights) : byTosses(network, weights);
  }

  /** @throws {HeteroGraphError} INDEX_OUT_OF_RANGE; TOO_LARGE where there are too many edges */
  spread(seeds: ArrayLike<number>): number {
    return this.#of(checkNodes(this.#network, seeds, 'seeds'));
  }
}

/**
 * The exact expected spread of seeds on a small network; see {@link ExactSpread}.
 *
 * @throws {HeteroGraphError} TOO_LARGE, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH
 */
export function exactSpread(network: DiffusionNetwork, seeds: ArrayLike<number>, options: ExactOptions = {}): number {
  return new ExactSpread(network, options).spread(seeds);
}

function byLayers(network: DiffusionNetwork, weights?: ArrayLike<number>): (seeds: Int32Array) => number {
  const layers = new ExactLayers(network, weights, MAX_STEPS);
  return (seeds) => layers.spread(seeds.reduce((mask, v) => mask | (1 << v), 0));
}

/** By the definition, and nothing else: also the reference of the layers. */
export function byTosses(network: DiffusionNetwork, weights?: ArrayLike<number>): (seeds: Int32Array) => number {
  const edges = plainEdges(network);
  return (seeds) =>
    meanOverTosses(
      (toss) => plainCascade(network, edges, seeds, toss).reduce((sum, is, v) => sum + is * (weights?.[v] ?? 1), 0),
      MAX_WAYS,
    );
}
