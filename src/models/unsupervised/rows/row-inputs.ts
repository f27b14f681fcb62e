import type { FeatureMatrix, RandomStream } from '../../../core/index.js';
import { gatherMatrix } from '../../../sampling/internal.js';
import { type SparseOperand, type Tensor2D, tensor2d } from '../../../tensor/index.js';
import { sparseFeatures } from '../../network/input-encoder.js';

/** Rows as the network reads them: sparse ones as an operand, dense ones as a matrix, [B, D]. */
export type RowBatch =
  | { readonly kind: 'sparse'; readonly operand: SparseOperand }
  | { readonly kind: 'dense'; readonly values: Tensor2D };

/**
 * Weights of columns, [D]: of sparse ones ln((1 + N) / (1 + n)) + 1, where n of N rows have an entry (as TfidfTransformer of scikit-learn), of dense
 * ones 1.
 *
 * @param rows that are learned from
 */
export function columnWeights(features: FeatureMatrix, rows: Int32Array): Float32Array {
  const weights = new Float32Array(features.width).fill(1);
  if (features.kind === 'dense') return weights;
  const { indptr, indices } = features;
  const counts = new Int32Array(features.width);
  for (const row of rows) for (let e = indptr[row]!; e < indptr[row + 1]!; e++) counts[indices[e]!]!++;
  return weights.map((_, column) => Math.log((1 + rows.length) / (1 + counts[column]!)) + 1);
}

/** Features times the weights of their columns; sparse rows are of length 1 then. */
export function weightedRows(features: FeatureMatrix, weights: Float32Array): FeatureMatrix {
  if (features.kind === 'dense') return features;
  const { numRows, indptr, indices } = features;
  const values = features.values.map((value, e) => value * weights[indices[e]!]!);
  for (let row = 0; row < numRows; row++) {
    const own = values.subarray(indptr[row]!, indptr[row + 1]!);
    let squares = 0;
    for (let i = 0; i < own.length; i++) squares += own[i]! ** 2;
    const length = Math.sqrt(squares);
    if (length > 0) for (let i = 0; i < own.length; i++) own[i]! /= length;
  }
  return { ...features, values };
}

/**
 * Some rows, each without a share of its entries (dense: columns) where one is given: what is left is not made larger.
 *
 * @param dropped share of them, and what they are drawn by
 */
export function rowBatch(
  features: FeatureMatrix,
  rows: Int32Array,
  dropped?: { readonly share: number; readonly stream: RandomStream },
): RowBatch {
  const some = gatherMatrix(features, rows);
  if (dropped && dropped.share > 0) {
    const { share, stream } = dropped;
    for (let i = 0; i < some.values.length; i++) if (stream.next() < share) some.values[i] = 0;
  }
  return some.kind === 'dense'
    ? { kind: 'dense', values: tensor2d(some.values, [rows.length, some.width]) }
    : { kind: 'sparse', operand: sparseFeatures(some) };
}

/** Frees what a batch holds. */
export function disposeRows(batch: RowBatch): void {
  if (batch.kind === 'sparse') batch.operand.dispose();
  else batch.values.dispose();
}
