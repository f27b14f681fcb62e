import { HeteroGraphError } from '../../../core/index.js';
import { strongInOrder } from '../../groups/strong-order.js';
import type { Method } from '../method.js';
import { exactOrder, MOST_EXACT } from './exact-order.js';
import { localOrder } from './local-order.js';
import { pairWeights } from './pair-weights.js';

/**
 * The order that disagrees least with the given ones, pair by pair. It falls into parts wherever the majorities go in no circle (Truchon's extended
 * condition of Condorcet); each part is solved exactly. Strengths are numbers of contestants below.
 *
 * @see Kemeny, "Mathematics without numbers", Daedalus 1959; Truchon, "An extension of the Condorcet criterion and Kemeny orders", 1998
 */
export const kemeny: Method = {
  name: 'kemeny',
  isLikelihood: false,
  ties: 'both ways',
  unit: 'contestants below',
  *fit(preferences, { kemeny: { search } }) {
    const n = preferences.names.length;
    const above = pairWeights(preferences);
    const parts = strongInOrder(majorities(above, n), n);
    const largest = parts.reduce((most, part) => Math.max(most, part.length), 0);
    if (largest > MOST_EXACT && search === 'exact') {
      throw new HeteroGraphError(
        'TOO_LARGE',
        `The majorities go in circles among ${largest} contestants, and the best order is searched among at most ${MOST_EXACT}.`,
        { hint: "Pass kemeny: { search: 'local' } for a good order, or use plackett-luce or borda." },
      );
    }
    const strengths = new Float64Array(n);
    let [place, numBest, numLocal] = [0, 1, 0];
    for (const part of parts) {
      const own = Float64Array.from({ length: part.length ** 2 }, (_, at) => {
        return above[part[Math.floor(at / part.length)]! * n + part[at % part.length]!]!;
      });
      const isExact = part.length <= MOST_EXACT;
      const found = isExact ? exactOrder(own, part.length) : { order: localOrder(own, part.length), numBest: 1 };
      numBest *= found.numBest;
      if (!isExact) numLocal += part.length;
      for (const member of found.order) strengths[part[member]!] = n - 1 - place++;
      yield;
    }
    return { strengths, remarks: remarksOf(above, strengths, numBest, numLocal) };
  },
};

/** Edges from those whom more comparisons put above. */
function majorities(above: Float64Array, n: number) {
  const indptr = new Int32Array(n + 1);
  const indices: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) if (above[i * n + j]! > above[j * n + i]!) indices.push(j);
    indptr[i + 1] = indices.length;
  }
  return { numNodes: n, forward: { indptr, indices: Int32Array.from(indices) } };
}

function remarksOf(above: Float64Array, strengths: Float64Array, numBest: number, numLocal: number): string[] {
  const n = strengths.length;
  let [cost, least, numEqual] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (strengths[i]! <= strengths[j]!) continue;
      cost += above[j * n + i]!;
      least += Math.min(above[i * n + j]!, above[j * n + i]!);
      if (above[i * n + j] === above[j * n + i]) numEqual++;
    }
  }
  const shown = `The order disagrees with ${Number(cost.toPrecision(6))} of the comparisons`;
  if (numLocal > 0) {
    return [
      `${shown}, found by local search among ${numLocal} contestants; none disagrees with fewer than ${Number(least.toPrecision(6))}.`,
    ];
  }
  if (numBest > 1) return [`${shown}, as do ${numBest - 1} others at least; of these the first by names is shown.`];
  if (numEqual > 0) return [`${shown}; others may do as well, since as much stands for as against ${numEqual} pairs.`];
  return [`${shown}, and no other with so few.`];
}
