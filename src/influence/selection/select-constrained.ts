import type { SetView } from '../sampling/set-store.js';
import { CoverState, indexSets, type SetIndex } from './cover-state.js';
import type { GreedyOptions, Selection } from './greedy.js';
import { LazyQueue } from './lazy-queue.js';
import { Allowance, type Limits } from './limits.js';
import { mostGain } from './most-gain.js';

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
export function selectConstrained(
  sets: SetView,
  numNodes: number,
  limits: Limits,
  options: GreedyOptions = {},
): ConstrainedSelection {
  const index = indexSets(sets, numNodes);
  const { costs } = limits;
  const byGain = run(index, limits, options, (gain) => gain);
  if (!costs) return byGain;
  const byRatio = run(index, limits, options, (gain, node) => gain / costs[node]!);
  const better = byRatio.covered > byGain.covered ? byRatio : byGain;
  return { ...better, upper: Math.min(byGain.upper, byRatio.upper) };
}

function run(
  index: SetIndex,
  limits: Limits,
  options: GreedyOptions,
  keyOf: (gain: number, node: number) => number,
): ConstrainedSelection {
  const coverage = new CoverState(index, options);
  const { gain } = coverage;
  const left = new Allowance(limits);
  const queue = new LazyQueue(gain.length, (v) => (gain[v]! > 0 ? keyOf(gain[v]!, v) : 0));
  const before = coverage.numCovered;
  let upper = coverage.numCovered + mostGain(gain, limits);
  const [seeds, gains]: [number[], number[]] = [[], []];
  for (let nextBound = 1, v = queue.peek(); v >= 0; v = queue.peek()) {
    queue.drop();
    if (!left.fits(v)) continue;
    left.take(v);
    seeds.push(v);
    gains.push(gain[v]!);
    coverage.cover(v);
    if (seeds.length < nextBound) continue;
    upper = Math.min(upper, coverage.numCovered + mostGain(gain, limits));
    nextBound = Math.ceil(nextBound * 1.4);
  }
  upper = Math.min(upper, coverage.numCovered + mostGain(gain, limits));
  const { numCovered: covered } = coverage;
  const cost = left.spent;
  return { seeds: Int32Array.from(seeds), gains: Int32Array.from(gains), before, covered, upper, cost };
}
