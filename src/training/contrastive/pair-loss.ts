import { type Scalar, scale, sigmoidCrossEntropy, type Tensor2D } from '../../tensor/index.js';
import { checkMatrix } from './checks.js';

/**
 * Loss of pairs that are joined against random ones: the mean over rows of -log sigmoid(s_0) - sum over k from 1 of log sigmoid(-s_k).
 * scores [B, 1 + negatives], the joined pair first; the caller tidies. It is the loss of link reconstruction and of proximity.
 *
 * @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH
 * @see Hamilton et al., "Inductive Representation Learning on Large Graphs", NeurIPS 2017, equation 1
 */
export function pairLoss(scores: Tensor2D): Scalar {
  checkMatrix(scores, 'scores');
  const [rows, columns] = scores.shape;
  const truth = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) truth[i * columns] = 1;
  return scale(sigmoidCrossEntropy(scores, truth), columns);
}
