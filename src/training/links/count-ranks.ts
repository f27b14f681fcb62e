import { expectArgument, HeteroGraphError } from '../../core/index.js';

/**
 * Expected rank of an answer among the scores of a query, equal ones in random order: 1 + greater + equal others / 2.
 *
 * @param skipped ascending candidates that do not count; the answer itself counts always
 * @throws {HeteroGraphError} NON_FINITE where the answer has no score
 */
export function rankOf(scores: Float32Array, from: number, to: number, answer: number, skipped?: Int32Array): number {
  const score = scores[from + answer]!;
  if (Number.isNaN(score)) {
    throw new HeteroGraphError('NON_FINITE', 'The score of an answer is NaN.', {
      row: answer,
      hint: 'Train the model again, with a smaller learning rate.',
    });
  }
  let greater = 0;
  let equal = -1;
  for (let i = from; i < to; i++) {
    const other = scores[i]!;
    if (other > score) greater++;
    else if (other === score) equal++;
  }
  if (skipped) {
    for (const candidate of skipped) {
      if (candidate === answer) continue;
      const other = scores[from + candidate]!;
      if (other > score) greater--;
      else if (other === score) equal--;
    }
  }
  return 1 + greater + equal / 2;
}

/** @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE */
export function numCandidates(scores: Float32Array, answers: Int32Array): number {
  expectArgument(scores, 'numbers', 'scores');
  expectArgument(answers, 'numbers', 'answers');
  const n = scores.length / Math.max(1, answers.length);
  if (!Number.isInteger(n) || (answers.length === 0 && scores.length > 0)) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `${scores.length} scores make no rows for ${answers.length} answers.`);
  }
  const at = answers.findIndex((answer) => answer < 0 || answer >= n);
  if (at < 0) return n;
  throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `The answer ${answers[at]} is none of ${n} candidates.`, {
    row: at,
  });
}
