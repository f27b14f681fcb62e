import { HeteroGraphError } from '../../core/index.js';
import {
  add,
  concatColumns,
  matMul,
  type Scalar,
  scale,
  softmaxCrossEntropy,
  type Tensor2D,
} from '../../tensor/index.js';
import { checkMatrix, checkTemperature, directions, withoutSelf } from './checks.js';

/**
 * InfoNCE of two views of the same nodes: of all vectors of both views, the other view's of the same node must be the closest. The mean over
 * nodes and both directions of -log(e(u, v) / (e(u, v) + sum of e(u, v') + sum of e(u, u'))), with e(x, y) = exp(cos(x, y) / temperature)
 * and other nodes v', u' of the other and of the same view. O(B^2 W). [B, W] each; the caller tidies.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION
 * @see Zhu et al., "Deep Graph Contrastive Representation Learning" (GRACE), 2020
 * @example
 * const loss = tidy(() => infoNceLoss(first, second, 0.5));
 */
export function infoNceLoss(first: Tensor2D, second: Tensor2D, temperature = 0.5): Scalar {
  checkMatrix(first, 'first');
  checkMatrix(second, 'second');
  checkTemperature(temperature);
  if (String(first.shape) !== String(second.shape)) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `The views have the shapes [${first.shape}] and [${second.shape}].`, {
      hint: 'Give both views of the same nodes, in the same order.',
    });
  }
  const [u, v] = [directions(first), directions(second)];
  const n = first.shape[0];
  const own = Int32Array.from({ length: n }, (_, i) => i);
  const oneWay = (a: Tensor2D, b: Tensor2D): Scalar => {
    const across = scale(matMul(a, b, { b: true }), 1 / temperature);
    const within = add(scale(matMul(a, a, { b: true }), 1 / temperature), withoutSelf(n)) as Tensor2D;
    return softmaxCrossEntropy(concatColumns([across, within]), own);
  };
  return scale(add(oneWay(u, v), oneWay(v, u)) as Scalar, 0.5);
}
