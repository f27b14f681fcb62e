import { throwIfAborted } from '../../core/index.js';
import { selectGreedy } from '../coverage/coverage.js';
import type { GreedyOptions } from '../coverage/greedy.js';
import { hitsOfPrefixes } from '../coverage/prefix-coverage.js';
import { checkChoice, checkNodes, checkWhole } from '../network/check-nodes.js';
import type { DiffusionNetwork } from '../network/network.js';
import { certify, type SeedAnswer } from '../proof/certificate.js';
import { type ProofOptions, proofOptions } from '../proof/proof-options.js';
import { growPools } from '../sampling/grow-pools.js';
import { RrSets } from '../sampling/rr-sets.js';

export interface JudgeOptions extends ProofOptions, GreedyOptions {
  /** Sets of both pools; default 131,072. */
  readonly sets?: number;
}

/**
 * How good given seeds are, wherever they come from: their spread, what each adds, and a certificate against the best as many among the
 * candidates, from two pools of reverse-reachable sets. The seeds must not depend on an answer of this function with the same `seed`.
 *
 * @throws {HeteroGraphError} ABORTED, INVALID_OPTION, INDEX_OUT_OF_RANGE, SHAPE_MISMATCH, OUT_OF_MEMORY
 */
export async function judgeSeeds(
  network: DiffusionNetwork,
  seeds: ArrayLike<number>,
  options: JudgeOptions = {},
): Promise<SeedAnswer> {
  const { numNodes } = network;
  const { sets = 131_072, candidates, given, signal } = options;
  const nodes = checkNodes(network, seeds, 'seeds');
  checkChoice(network, options);
  const { delta, seed, roots } = proofOptions(network, options);
  const size = checkWhole(sets, 'sets', 2, 2 ** 31 - 1) >> 1;
  throwIfAborted(signal);
  const a = Math.log(2) - Math.log(delta);
  const bounding = new RrSets(network, roots, { seed, pool: 'bound' });
  const judging = new RrSets(network, roots, { seed, pool: 'judge seeds' });
  try {
    await growPools([bounding, judging], size, options);
    const { upper } = selectGreedy(bounding.view(), numNodes, nodes.length, { candidates, given });
    const hits = hitsOfPrefixes(judging.view(), numNodes, nodes, given);
    const scale = roots.weight / size;
    const proof = certify(roots, size, { hits: hits.at(-1)!, upper, a });
    return {
      seeds: nodes,
      gains: Float64Array.from(nodes, (_, i) => (hits[i + 1]! - hits[i]!) * scale),
      spread: hits.at(-1)! * scale,
      certificate: { ...proof, ratio: Math.min(1, proof.ratio), delta, rounds: 1, sets: 2 * size },
    };
  } finally {
    bounding.release();
    judging.release();
  }
}
