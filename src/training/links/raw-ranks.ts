import { numCandidates, rankOf } from './count-ranks.js';

/**
 * Rank of the answer of each query among all candidates, [B]; from 1, ties by expected rank (a half is possible). Other answers
 * that are right too push it down, so that raw ranks are worse than filtered ones. O(B N).
 *
 * @param scores of all candidates, [B, N], row-major: one batch, of which nothing is kept
 * @param answers the candidate asked about, [B]
 * @example
 * rawRanks(Float32Array.of(3, 1, 2, 2), Int32Array.of(2)); // [2.5]: one is greater, and one is equal
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE, NON_FINITE
 */
export function rawRanks(scores: Float32Array, answers: Int32Array): Float64Array {
  const n = numCandidates(scores, answers);
  return Float64Array.from(answers, (answer, i) => rankOf(scores, i * n, (i + 1) * n, answer));
}
