import { selectGreedy } from '../coverage/coverage.js';
import type { GreedyOptions, Selection } from '../coverage/greedy.js';
import type { SetView } from '../sampling/set-store.js';
import type { SeedProblem } from './seed-problem.js';

/**
 * k seeds by greedy coverage of a pool, besides those given (`also` among them). Where fewer have a gain, the lowest-numbered other
 * candidates make up the number, with a gain of 0: k come back always, and none that could help is left out.
 */
export function chooseSeeds(
  problem: SeedProblem,
  sets: SetView,
  { k = problem.k, also }: { k?: number; also?: Int32Array } = {},
): Selection {
  const given = also ? joined(problem.given, also) : problem.given;
  return fillUp(problem, selectGreedy(sets, problem.network.numNodes, k, greedyOptionsOf(problem, given)), k, given);
}

/** The nodes of one list and then of the other, of any length. */
export function joined(first: Int32Array, second: Int32Array): Int32Array {
  if (first.length === 0) return second;
  const both = new Int32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** What greedy selection must keep to. */
export function greedyOptionsOf({ candidates }: SeedProblem, given: Int32Array): GreedyOptions {
  return { ...(candidates && { candidates }), ...(given.length > 0 && { given }) };
}

/** The selection with other candidates, the lowest-numbered ones, where it has fewer than k seeds. */
export function fillUp(
  { network, candidates }: SeedProblem,
  chosen: Selection,
  k: number,
  given: Int32Array,
): Selection {
  if (chosen.seeds.length === k) return chosen;
  const taken = new Set([...given, ...chosen.seeds]);
  const seeds = [...chosen.seeds];
  for (let v = 0; v < network.numNodes && seeds.length < k; v++) {
    if (candidates?.[v] !== 0 && !taken.has(v)) seeds.push(v);
  }
  const gains = new Int32Array(seeds.length);
  gains.set(chosen.gains);
  return { ...chosen, seeds: Int32Array.from(seeds), gains };
}
