import type { Method } from './method.js';

/**
 * The mean share of the others in an order that a contestant is above, half of those that it is tied with: Borda's count of partial rankings. It depends on
 * with whom a contestant was compared, which the likelihoods take into account.
 *
 * @see Borda, "Mémoire sur les élections au scrutin", 1781
 */
export const borda: Method = {
  name: 'borda',
  isLikelihood: false,
  ties: 'both ways',
  unit: 'mean share of others below',
  *fit({ names, offsets, items, levelEnds, weights }) {
    const [sums, totals] = [new Float64Array(names.length), new Float64Array(names.length)];
    for (let r = 0; r < weights.length; r++) {
      const [start, end, weight] = [offsets[r]!, offsets[r + 1]!, weights[r]!];
      for (let from = start; from < end; from = levelEnds[from]!) {
        const to = levelEnds[from]!;
        const share = (end - to + (to - from - 1) / 2) / (end - start - 1);
        for (let k = from; k < to; k++) {
          sums[items[k]!]! += weight * share;
          totals[items[k]!]! += weight;
        }
      }
    }
    return { strengths: sums.map((sum, i) => (totals[i]! > 0 ? sum / totals[i]! : 0.5)), remarks: [] };
  },
};
