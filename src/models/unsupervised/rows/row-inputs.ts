import type { FeatureMatrix, RandomStream } from '../../../core/index.js';
import { SparseOperand, type Tensor2D, tensor2d } from '../../../tensor/index.js';

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
    const length = Math.hypot(...own);
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
  const { width } = features;
  const keeps = dropped && dropped.share > 0 ? () => dropped.stream.next() >= dropped.share : undefined;
  if (features.kind === 'dense') {
    const values = new Float32Array(rows.length * width);
    for (const [i, row] of rows.entries()) {
      values.set(features.values.subarray(row * width, (row + 1) * width), i * width);
    }
    if (keeps) for (let i = 0; i < values.length; i++) if (!keeps()) values[i] = 0;
    return { kind: 'dense', values: tensor2d(values, [rows.length, width]) };
  }
  const indptr = new Int32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) {
    indptr[i + 1] = indptr[i]! + features.indptr[row + 1]! - features.indptr[row]!;
  }
  const [indices, values] = [new Int32Array(indptr.at(-1)!), new Float32Array(indptr.at(-1)!)];
  for (const [i, row] of rows.entries()) {
    const [from, to] = [features.indptr[row]!, features.indptr[row + 1]!];
    indices.set(features.indices.subarray(from, to), indptr[i]!);
    values.set(features.values.subarray(from, to), indptr[i]!);
  }
  if (keeps) for (let e = 0; e < values.length; e++) if (!keeps()) values[e] = 0;
  const operand = new SparseOperand({ numRows: rows.length, numCols: width, indptr, indices, values });
  return { kind: 'sparse', operand };
}

/** Frees what a batch holds. */
export function disposeRows(batch: RowBatch): void {
  if (batch.kind === 'sparse') batch.operand.dispose();
  else batch.values.dispose();
}
