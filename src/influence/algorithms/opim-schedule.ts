import { lnBinomial } from '../proof/bounds.js';

/** What greedy keeps of the best. */
export const GREEDY = 1 - 1 / Math.E;

/** Rounds where nothing is known of the best spread: in the last one there are 32,768 times the first sets. */
const BLIND_ROUNDS = 16;

/**
 * How many sets a pool has in the first round, and how many rounds there are at most (OPIM-C, algorithm 2): enough for the ratio
 * where the best seeds reach `optLow` of `weight`, which are k of n where all nodes count and may be chosen. The certificate does not
 * depend on it: it is one of every round.
 */
export function opimSchedule(
  { lnChoices, weight, optLow }: { lnChoices: number; weight: number; optLow: number },
  epsilon: number,
  delta: number,
): { first: number; rounds: number } {
  const a = Math.log(6) - Math.log(delta);
  const first = 2 * (GREEDY * Math.sqrt(a) + Math.sqrt(GREEDY * (lnChoices + a))) ** 2;
  const rounds = optLow > 0 ? Math.floor(Math.log2(weight / optLow) - 2 * Math.log2(epsilon)) + 1 : BLIND_ROUNDS;
  return { first: Math.max(1, Math.floor(first)), rounds: Math.max(1, rounds) };
}

/** {@link opimSchedule} where each of n nodes counts 1 and may be chosen. */
export function opimPlan(n: number, k: number, epsilon: number, delta: number): { first: number; rounds: number } {
  return opimSchedule({ lnChoices: lnBinomial(n, k), weight: n, optLow: k }, epsilon, delta);
}
