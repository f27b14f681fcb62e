import type { RunOptions } from '../../core/index.js';
import type { Coverage } from '../coverage/coverage.js';
import { lowerHits } from '../proof/bounds.js';
import type { SeedAnswer } from '../proof/certificate.js';
import { RrSets } from '../sampling/rr-sets.js';
import { joinSets } from '../sampling/set-store.js';
import { fillUp, greedyOptionsOf, joined } from './choose-seeds.js';
import type { SeedProblem } from './seed-problem.js';

/** Pools of one size, and the coverage of the one that chose. */
export interface JudgedPools {
  readonly choosing: RrSets;
  readonly judging: RrSets;
  readonly coverage: Coverage;
}

/**
 * Better seeds from sets that are there: those that judged choose too, and as many fresh ones prove what the new seeds reach. The bound of
 * the best stays. Of the chance delta that OPIM-C divides by three, a round spends two parts on its bounds; the third one pays for this
 * proof, which is one alone and independent of all before. The first answer comes back only where the proof falls short of `wanted`.
 */
export async function chooseAnew(
  problem: SeedProblem,
  answer: SeedAnswer,
  wanted: number,
  { choosing, judging, coverage }: JudgedPools,
  { signal }: RunOptions,
): Promise<SeedAnswer> {
  const { network, roots, k, seed, delta, given } = problem;
  const { size } = choosing;
  const proving = new RrSets(network, roots, { seed, pool: 'prove' });
  try {
    const sets = joinSets(choosing.view(), judging.view());
    const members = choosing.numMembers + judging.numMembers;
    const pending = coverage.begin(sets, members, k, greedyOptionsOf(problem, given));
    await proving.grow(size, signal ? { signal } : {}, pending);
    const { seeds, gains } = fillUp(problem, pending.finish(), k, given);
    const hits = proving.hits(joined(given, seeds));
    const scale = roots.weight / size;
    const certificate = { ...answer.certificate, sets: answer.certificate.sets + size };
    const sigmaLow = scale * lowerHits(hits, Math.log(3) - Math.log(delta));
    const ratio = sigmaLow / certificate.sigmaHigh;
    // By what is wanted and not by the better bound, which is the luckier one and belongs to seeds of fewer sets.
    if (ratio < wanted) return { ...answer, certificate };
    return {
      ...answer,
      seeds,
      gains: Float64Array.from(gains, (gain) => (gain * scale) / 2),
      spread: scale * hits,
      certificate: { ...certificate, sigmaLow, ratio },
    };
  } finally {
    proving.release();
  }
}
