import { lowerHits, upperHits } from './bounds.js';

/**
 * The round after one that fell short, leaving out those that cannot do: `hits` grow with the sets, and even where no seeds hit more than
 * those chosen the ratio is below the wanted one. Rounds left out cost no certificate, since it is one of all rounds.
 */
export function nextRound(round: number, rounds: number, hits: number, a: number, wanted: number): number {
  let next = round + 1;
  for (; next < rounds; next++) {
    const more = hits * 2 ** (next - round);
    if (lowerHits(more, a) >= wanted * upperHits(more, a)) break;
  }
  return Math.min(next, rounds);
}
