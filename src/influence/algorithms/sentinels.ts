import type { RunOptions } from '../../core/index.js';
import { stoppedSizes } from '../coverage/stopped-sizes.js';
import { lowerCoverage, upperCoverage } from '../proof/bounds.js';
import { growPools } from '../sampling/grow-pools.js';
import { RrSets } from '../sampling/rr-sets.js';
import { chooseSeeds } from './choose-seeds.js';
import { sampleValidation } from './sample-validation.js';
import type { SeedProblem } from './seed-problem.js';

/** Validation sets end at the first sentinel and cost little: so many for every selection set. */
const VALIDATED = 2;
/** More sentinels are taken only for fewer nodes visited by this factor. */
const NEAR = 1.02;

export interface SentinelOptions {
  /** Sentinels may fall short of 1 - (1 - 1/k)^b of the best by this. */
  readonly epsilon: number;
  readonly delta: number;
  /** Sets of the first round of `opimC`: beyond them sentinels are not worth the search. */
  readonly maxSets: number;
  /** They are worth it where no more than this share of the nodes is visited. */
  readonly worth: number;
}

export interface Sentinels {
  /** Empty where none were found, or sets are small. */
  readonly nodes: Int32Array;
  /** Sets of the selection pool that each covers first. */
  readonly gains: Int32Array;
  /** No choice reaches more; Infinity where it was not validated. */
  readonly sigmaHigh: number;
  /** How many times fewer nodes a set visits that ends at them; 1 where there are none. */
  readonly saving: number;
  /** Sets made. */
  readonly sets: number;
}

/**
 * The first phase of HIST (Guo, Wang, Wei, Chen, SIGMOD 2020, section 4): a few nodes that most large reverse-reachable sets meet early,
 * by greedy on few whole sets. They are taken where they reach 1 - (1 - 1/k)^b - epsilon of an upper bound of the best spread, with as many
 * rounds as it takes; then greedy that continues from them keeps 1 - 1/e - epsilon of the best.
 */
export async function findSentinels(
  problem: SeedProblem,
  { epsilon, delta, maxSets, worth }: SentinelOptions,
  run: RunOptions,
): Promise<Sentinels> {
  const { network, roots, seed, k } = problem;
  const first = Math.max(8, Math.ceil(3 * -Math.log(delta)));
  const rounds = Math.max(1, Math.floor(Math.log2(maxSets / first)) + 1);
  const a = Math.log(2 * rounds) - Math.log(delta);
  const selection = new RrSets(network, roots, { seed, pool: 'sentinels' });
  const none = { nodes: new Int32Array(0), gains: new Int32Array(0), sigmaHigh: Number.POSITIVE_INFINITY, saving: 1 };
  let validated = 0;
  try {
    for (let round = 1; round <= rounds; round++) {
      const size = first * 2 ** (round - 1);
      await growPools([selection], size, run, 'sets of sentinels');
      const chosen = chooseSeeds(problem, selection.view());
      const sigmaHigh = Math.min(roots.weight, (roots.weight / size) * upperCoverage(chosen.upper, a));
      const required = (b: number) => 1 - (1 - 1 / k) ** b - epsilon;
      const sizes = stoppedSizes(selection.view(), network.numNodes, chosen.seeds);
      const b = howMany(sizes, worth, (b) => {
        const selected = chosen.gains.subarray(0, b).reduce((sum, gain) => sum + gain, chosen.before);
        return (roots.weight / size) * lowerCoverage(selected, a) >= required(b) * sigmaHigh;
      });
      if (b === 0) continue;
      const nodes = chosen.seeds.slice(0, b);
      validated += VALIDATED * size;
      const covered = await sampleValidation(problem, nodes, VALIDATED * size, run, 'sentinels-judge');
      const ratio = ((roots.weight / (VALIDATED * size)) * lowerCoverage(covered, a)) / sigmaHigh;
      run.onProgress?.({
        stage: 'sentinels',
        done: round,
        total: rounds,
        unit: 'rounds',
        values: { sentinels: b, ratio, required: required(b) },
      });
      if (ratio < required(b)) continue;
      return {
        nodes,
        gains: chosen.gains.slice(0, b),
        sigmaHigh,
        saving: sizes[0]! / sizes[b]!,
        sets: size + validated,
      };
    }
    return { ...none, sets: selection.size + validated };
  } finally {
    selection.dispose();
  }
}

/**
 * How many of the selected nodes to take: no more than bring most of the saving, 0 where it is too small, and as many as will pass by the sets that chose
 * them.
 */
function howMany(sizes: Float64Array, worth: number, passes: (b: number) => boolean): number {
  let best = 0;
  for (let b = 1; b < sizes.length && passes(b); b++) if (sizes[b]! * NEAR < sizes[best]!) best = b;
  return sizes[best]! <= worth * sizes[0]! ? best : 0;
}
