import { numCandidates, rankOf } from './count-ranks.js';

/**
 * Rank of the answer of each query among the candidates that are not known to be right as well, [B] (Bordes et al., NeurIPS 2013);
 * from 1, ties by expected rank. O(B N).
 *
 * @param scores of all candidates, [B, N], row-major: one batch, of which nothing is kept
 * @param answers the candidate asked about, [B]
 * @param knownOf distinct candidates that are right for query i, in all parts of the split; the answer may be among them
 * @example
 * filteredRanks(Float32Array.of(3, 1, 2, 2), Int32Array.of(2), () => Int32Array.of(0, 2)); // [1.5]
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, NON_FINITE
 */
export function filteredRanks(
  scores: Float32Array,
  answers: Int32Array,
  knownOf: (query: number) => Int32Array,
): Float64Array {
  const n = numCandidates(scores, answers);
  return Float64Array.from(answers, (answer, i) => rankOf(scores, i * n, (i + 1) * n, answer, knownOf(i)));
}
