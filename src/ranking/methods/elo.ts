import { RandomStream } from '../../core/index.js';
import type { Preferences } from '../input/preferences.js';
import type { Method } from './method.js';

const START = 1500;
/** Natural logarithms to the points in which ten times the odds are 400. */
const SCALE = Math.LN10 / 400;
/** Comparisons between two pauses. */
const PIECE = 1 << 14;

/**
 * Elo's points: each comparison moves both sides by K times what surprised. They depend on the order of the comparisons, so that the mean over random
 * orders is taken, which follow from the seed; `order: 'given'` takes the rows as they stand, once.
 *
 * @see Elo, "The rating of chessplayers, past and present", 1978
 */
export const elo: Method = {
  name: 'elo',
  isLikelihood: false,
  ties: 'both ways',
  unit: 'points, mean 1500',
  *fit(preferences, { elo: { k, order, shuffles }, seed }) {
    const { first, second, score, weight } = matchesOf(preferences, order === 'given');
    const count = preferences.names.length;
    const [points, sums] = [new Float64Array(count), new Float64Array(count)];
    const rounds = order === 'given' ? 1 : shuffles;
    const sequence = Int32Array.from(first, (_, match) => match);
    for (let round = 0; round < rounds; round++) {
      if (order === 'shuffled') new RandomStream(seed, 'elo', round).shuffle(sequence);
      points.fill(START);
      for (let at = 0; at < sequence.length; at++) {
        if (at % PIECE === PIECE - 1) yield;
        const match = sequence[at]!;
        const [a, b] = [first[match]!, second[match]!];
        const expected = 1 / (1 + Math.exp(SCALE * (points[b]! - points[a]!)));
        const change = k * weight[match]! * (score[match]! - expected);
        points[a]! += change;
        points[b]! -= change;
      }
      for (let i = 0; i < count; i++) sums[i]! += points[i]!;
      yield;
    }
    const remarks =
      order === 'given'
        ? ['Points depend on the order of the rows: the last ones count most.']
        : [`Points are means over ${rounds} random orders of the comparisons.`];
    return { strengths: sums.map((sum) => sum / rounds), remarks };
  },
};

/** All pairs of all orders, in the order of the rows or one that does not depend on it. */
function matchesOf({ offsets, items, levelEnds, weights, sequence }: Preferences, asGiven: boolean) {
  const rows = Int32Array.from(sequence, (_, r) => r);
  if (asGiven) rows.sort((a, b) => sequence[a]! - sequence[b]!);
  let total = 0;
  for (let r = 0; r < rows.length; r++) {
    const length = offsets[r + 1]! - offsets[r]!;
    total += (length * (length - 1)) / 2;
  }
  const [first, second] = [new Int32Array(total), new Int32Array(total)];
  const [score, weight] = [new Float64Array(total), new Float64Array(total)];
  let at = 0;
  for (const r of rows) {
    for (let a = offsets[r]!; a < offsets[r + 1]!; a++) {
      for (let b = a + 1; b < offsets[r + 1]!; b++) {
        [first[at], second[at], score[at], weight[at]] = [
          items[a]!,
          items[b]!,
          b < levelEnds[a]! ? 0.5 : 1,
          weights[r]!,
        ];
        at++;
      }
    }
  }
  return { first, second, score, weight };
}
