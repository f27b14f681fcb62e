import { lowerCoverage, upperCoverage } from '../proof/bounds.js';

/** Hits are taken for e^-2 of bad luck. */
const LUCK = 2;

/**
 * The round after one that fell short, leaving out those that cannot do: hits grow with the sets, and even where they were few by bad luck
 * and no seeds hit more than those chosen, the ratio is below the wanted one. Rounds left out cost no certificate, since it is one of all.
 */
export function nextRound(round: number, rounds: number, hits: number, a: number, wanted: number): number {
  const likely = upperCoverage(hits, LUCK);
  let next = round + 1;
  for (; next < rounds; next++) {
    const more = likely * 2 ** (next - round);
    if (lowerCoverage(more, a) >= wanted * upperCoverage(more, a)) break;
  }
  return Math.min(next, rounds);
}
