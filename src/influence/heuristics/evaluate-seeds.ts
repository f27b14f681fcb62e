import { throwIfAborted, withPauses } from '../../core/index.js';
import { selectGreedy } from '../coverage/coverage.js';
import type { GreedyOptions } from '../coverage/greedy.js';
import { prefixCoverage } from '../coverage/prefix-coverage.js';
import { checkCall } from '../network/call-options.js';
import { checkChoice, checkNodes, checkWhole } from '../network/check-nodes.js';
import { expectNetwork } from '../network/expect-network.js';
import type { DiffusionNetwork } from '../network/network.js';
import { certifiedSeeds, type SeedAnswer } from '../proof/certificate.js';
import { atLeastOwn } from '../proof/own-weight.js';
import { type ProofOptions, proofOptions } from '../proof/proof-options.js';
import { growPools } from '../sampling/grow-pools.js';
import { TwoPools } from '../sampling/two-pools.js';

export interface EvaluateOptions extends ProofOptions, GreedyOptions {
  /** Sets of both pools; default 131,072. */
  readonly sets?: number;
}

/**
 * How good given seeds are, wherever they come from: their spread, what each adds, and a certificate against the best as many among the
 * candidates, from two pools of reverse-reachable sets. The seeds must not depend on an answer of this function with the same `seed`.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH, OUT_OF_MEMORY
 */
export async function evaluateSeeds(
  network: DiffusionNetwork,
  seeds: ArrayLike<number>,
  options: EvaluateOptions = {},
): Promise<SeedAnswer> {
  expectNetwork(network);
  checkCall('evaluateSeeds', options);
  const { numNodes } = network;
  const { sets = 131_072, candidates, given, signal } = options;
  const nodes = checkNodes(network, seeds, 'seeds');
  checkChoice(network, options);
  const { delta, seed, roots } = proofOptions(network, options);
  const size = checkWhole(sets, 'sets', 2, 2 ** 31 - 1) >> 1;
  throwIfAborted(signal);
  const a = Math.log(2) - Math.log(delta);
  const pools = new TwoPools(network, roots, seed, ['bound', 'judge seeds']);
  try {
    await growPools([pools.selection, pools.validation], size, options);
    const { upper } = selectGreedy(pools.selection.view(), numNodes, nodes.length, { candidates, given });
    const coverage = await withPauses(prefixCoverage(pools.validation.view(), numNodes, nodes, given), signal);
    const covered = coverage.at(-1)!;
    const gains = nodes.map((_, i) => coverage[i + 1]! - coverage[i]!);
    const rest = { delta, rounds: 1, sets: 2 * size };
    const proven = certifiedSeeds(roots, size, { seeds: nodes, gains, covered, upper, a }, rest);
    return { ...proven, spread: atLeastOwn(covered * (roots.weight / size), roots, network, nodes, given) };
  } finally {
    pools.dispose();
  }
}
