import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { averagePrecisionOf, rocAucOf } from '../../training/index.js';

/**
 * The score from which on a row counts as odd, where a share of the rows is: the least score of that many of the highest.
 *
 * @param contamination share of odd rows, above 0 and up to 1
 * @throws {HeteroGraphError} INVALID_OPTION, NO_ROWS
 */
export function anomalyThreshold(scores: ArrayLike<number>, contamination: number): number {
  expectArgument(scores, 'list', 'scores');
  if (!(contamination > 0 && contamination <= 1)) {
    throw new HeteroGraphError('INVALID_OPTION', `contamination is ${String(contamination)}.`, {
      column: 'contamination',
      hint: 'It must be a number above 0 and up to 1.',
    });
  }
  if (scores.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There are no scores.', { hint: 'Give the scores of the rows of the fit.' });
  }
  const sorted = Float64Array.from(scores).sort();
  return sorted[sorted.length - Math.max(1, Math.floor(contamination * sorted.length))]!;
}

/**
 * Share of odd rows among the k with the highest scores; of rows with the score at the end, which are not all among them, the mean over all
 * choices.
 *
 * @param positive 1 of odd rows, [rows]
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 */
export function precisionAtK(scores: ArrayLike<number>, positive: ArrayLike<number>, k: number): number {
  expectSame(scores, positive);
  if (!Number.isInteger(k) || k < 1 || k > scores.length) {
    throw new HeteroGraphError('INVALID_OPTION', `k is ${String(k)}.`, {
      column: 'k',
      hint: `It must be a whole number from 1 to ${scores.length}, the number of rows.`,
    });
  }
  const sorted = Float64Array.from(scores).sort();
  const last = sorted[sorted.length - k]!;
  let [above, found, equal, foundEqual] = [0, 0, 0, 0];
  for (let row = 0; row < scores.length; row++) {
    if (scores[row]! > last) {
      above++;
      found += positive[row]!;
    } else if (scores[row] === last) {
      equal++;
      foundEqual += positive[row]!;
    }
  }
  return (found + ((k - above) * foundEqual) / equal) / k;
}

/** How well scores find the rows that are known to be odd. */
export interface AnomalyFigures {
  readonly numRows: number;
  readonly numAnomalies: number;
  /** NaN without an odd row or without another. */
  readonly rocAuc: number;
  /** NaN without an odd row. */
  readonly averagePrecision: number;
  /** Among as many of the highest scores as there are odd rows; NaN without one. */
  readonly precisionAtNumAnomalies: number;
}

/**
 * Figures of scores of rows whose labels are known.
 *
 * @param positive 1 of odd rows, else 0, [rows]
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 */
export function anomalyFigures(scores: ArrayLike<number>, positive: ArrayLike<number>): AnomalyFigures {
  expectSame(scores, positive);
  const [numbers, flags] = [Float64Array.from(scores), Uint8Array.from(positive)];
  const numAnomalies = flags.reduce((sum, flag) => sum + flag, 0);
  return {
    ...{ numRows: numbers.length, numAnomalies, rocAuc: rocAucOf(numbers, flags) },
    averagePrecision: averagePrecisionOf(numbers, flags),
    precisionAtNumAnomalies: numAnomalies === 0 ? Number.NaN : precisionAtK(numbers, flags, numAnomalies),
  };
}

function expectSame(scores: ArrayLike<number>, positive: ArrayLike<number>): void {
  expectArgument(scores, 'list', 'scores');
  expectArgument(positive, 'list', 'positive');
  if (scores.length === positive.length && Array.prototype.every.call(positive, (flag) => flag === 0 || flag === 1))
    return;
  throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${scores.length} scores and ${positive.length} labels.`, {
    column: 'positive',
    hint: 'Give one 0 or 1 a row.',
  });
}
