import type { Pieces } from '../../core/index.js';
import type { SetView } from '../sampling/set-store.js';
import { coverGreedily } from './cover-greedily.js';
import { CoverState, indexSets, type SetIndex } from './cover-state.js';
import type { GreedyOptions, Selection } from './greedy.js';
import { Allowance, type Limits } from './limits.js';
import { maxGain } from './max-gain.js';

/** Seeds by greedy coverage within limits; `upper` bounds every allowed set. */
export interface ConstrainedSelection extends Selection {
  /** What the seeds cost; 0 where nothing costs. */
  readonly cost: number;
}

/**
 * Greedy maximum coverage within limits. Quotas, with or without k: at least 1/2 of the best coverage (Fisher, Nemhauser, Wolsey 1978). A
 * budget: the better of greedy by gain per cost and greedy by gain, at least (1 - 1/e) / 2 of the best (Leskovec, Krause, Guestrin,
 * Faloutsos, VanBriesen, Glance, KDD 2007, theorem 3, after Khuller, Moss, Naor 1999). Both together: no such constant is claimed. The bound
 * `upper` holds for all, mostly far tighter. O(sum of set sizes + seeds log N + N).
 */
export function* selectConstrained(
  sets: SetView,
  numNodes: number,
  limits: Limits,
  options: GreedyOptions = {},
): Pieces<ConstrainedSelection> {
  const index = yield* indexSets(sets, numNodes, options);
  const { costs } = limits;
  const byGain = yield* run(index, limits, options);
  if (!costs) return byGain;
  const byRatio = yield* run(index, limits, options, costs);
  const better = byRatio.covered > byGain.covered ? byRatio : byGain;
  return { ...better, upper: Math.min(byGain.upper, byRatio.upper) };
}

function* run(
  index: SetIndex,
  limits: Limits,
  options: GreedyOptions,
  costs?: ArrayLike<number>,
): Pieces<ConstrainedSelection> {
  const coverage = new CoverState(index, options.given);
  const left = new Allowance(limits);
  const before = coverage.numCovered;
  let [upper, nextBound] = [Number.POSITIVE_INFINITY, 0];
  const bound = () => {
    upper = Math.min(upper, coverage.numCovered + maxGain(coverage.gain, limits));
  };
  const { seeds, gains } = yield* coverGreedily(coverage, {
    costs,
    fits: (v) => left.fits(v),
    onNext: (count, v) => {
      left.take(v);
      if (count < nextBound) return;
      bound();
      nextBound = Math.max(1, Math.ceil(nextBound * 1.4));
    },
  });
  bound();
  return { seeds, gains, before, covered: coverage.numCovered, upper, cost: left.spent };
}
