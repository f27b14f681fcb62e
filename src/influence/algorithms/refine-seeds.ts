import type { RunOptions } from '../../core/index.js';
import type { Coverage } from '../coverage/coverage.js';
import { lowerCoverage } from '../proof/bounds.js';
import type { SeedAnswer } from '../proof/certificate.js';
import { atLeastOwn } from '../proof/own-weight.js';
import { RrSets } from '../sampling/rr-sets.js';
import { joinSets } from '../sampling/set-store.js';
import type { TwoPools } from '../sampling/two-pools.js';
import { fillUp, greedyOptionsOf, joined } from './choose-seeds.js';
import type { SeedProblem } from './seed-problem.js';

/**
 * Better seeds from the sets there are: those of both pools select, and as many fresh ones prove what the new seeds reach. The upper bound
 * stays. OPIM-C divides delta by three; a round spends two parts on its bounds, and the third part pays for this one proof, which is
 * independent of all before. The first answer comes back only where the proof falls short of the required ratio.
 */
export async function refineSeeds(
  problem: SeedProblem,
  answer: SeedAnswer,
  required: number,
  { selection, validation }: TwoPools,
  coverage: Coverage,
  { signal }: RunOptions,
): Promise<SeedAnswer> {
  const { network, roots, k, seed, delta, given } = problem;
  const { size } = selection;
  const fresh = new RrSets(network, roots, { seed, pool: 'prove' });
  try {
    const sets = joinSets(selection.view(), validation.view());
    const members = selection.numMembers + validation.numMembers;
    const pending = coverage.begin(sets, members, k, greedyOptionsOf(problem, given));
    await fresh.grow(size, signal ? { signal } : {}, pending);
    const { seeds, gains } = fillUp(problem, pending.finish(), k, given);
    const covered = fresh.numCovered(joined(given, seeds));
    const scale = roots.weight / size;
    const certificate = { ...answer.certificate, sets: answer.certificate.sets + size };
    const sigmaLow = scale * lowerCoverage(covered, Math.log(3) - Math.log(delta));
    const ratio = Math.min(1, sigmaLow / certificate.sigmaHigh);
    // Compared with what is required and not with the bound of the first answer, which belongs to seeds of fewer sets and may be luckier.
    if (ratio < required) return { ...answer, certificate };
    return {
      ...answer,
      seeds,
      gains: Float64Array.from(gains, (gain) => (gain * scale) / 2),
      spread: atLeastOwn(scale * covered, roots, network, seeds, given),
      certificate: { ...certificate, sigmaLow, ratio },
    };
  } finally {
    fresh.dispose();
  }
}
