import { lowerCoverage, upperCoverage } from '../proof/bounds.js';

/** Hits are taken for e^-2 of bad luck. */
const LUCK = 2;

/**
 * The round after one that fell short, without those that cannot succeed: coverage grows with the sets, and even if it was low by bad luck
 * and no seeds cover more than those selected, the ratio stays below the required one. Skipping rounds keeps the certificate, which is one for all rounds.
 */
export function nextRound(round: number, rounds: number, covered: number, a: number, required: number): number {
  const likely = upperCoverage(covered, LUCK);
  let next = round + 1;
  for (; next < rounds; next++) {
    const more = likely * 2 ** (next - round);
    if (lowerCoverage(more, a) >= required * upperCoverage(more, a)) break;
  }
  return Math.min(next, rounds);
}
