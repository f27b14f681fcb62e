import { HeteroGraphError } from '../../../core/index.js';
import type { Preferences } from '../../input/preferences.js';

const MOST = 5000;

/** How much stands for row above column, [contestants, contestants]; ties stand for neither. @throws {HeteroGraphError} TOO_LARGE */
export function pairWeights({ names, offsets, items, levelEnds, weights }: Preferences): Float64Array {
  const n = names.length;
  if (n > MOST) {
    throw new HeteroGraphError('TOO_LARGE', `Kemeny's method compares every two of ${n} contestants.`, {
      hint: `It takes at most ${MOST}; use borda or plackett-luce.`,
    });
  }
  const above = new Float64Array(n * n);
  for (let r = 0; r < weights.length; r++) {
    for (let k = offsets[r]!; k < offsets[r + 1]!; k++) {
      for (let l = levelEnds[k]!; l < offsets[r + 1]!; l++) above[items[k]! * n + items[l]!]! += weights[r]!;
    }
  }
  return above;
}
