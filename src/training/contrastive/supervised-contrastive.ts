import { checkRows, HeteroGraphError } from '../../core/index.js';
import { add, matMul, multiHotCrossEntropy, type Scalar, scale, type Tensor2D } from '../../tensor/index.js';
import { checkMatrix, checkTemperature, directions, withoutSelf } from './checks.js';

/**
 * Supervised contrastive loss: vectors of one class attract each other. The mean over nodes i with another node of their class of
 * -1 / |P(i)| sum over these p of log(e(i, p) / sum over all others a of e(i, a)), with e(x, y) = exp(cos(x, y) / temperature); 0 where no
 * node has one. O(B^2 W). x [B, W], labels [B] from 0; the caller tidies.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION; of labels WRONG_DTYPE, INDEX_OUT_OF_RANGE
 * @see Khosla et al., "Supervised Contrastive Learning", NeurIPS 2020, equation 2
 */
export function supervisedContrastiveLoss(x: Tensor2D, labels: Int32Array, temperature = 0.1): Scalar {
  checkMatrix(x, 'x');
  checkRows(labels, 2 ** 31, 'labels');
  checkTemperature(temperature);
  const n = x.shape[0];
  if (labels.length !== n) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `There are ${labels.length} labels for ${n} rows.`, {
      hint: 'Give one label a row.',
    });
  }
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const shares = new Float32Array(n * n);
  let numAnchors = 0;
  for (let i = 0; i < n; i++) {
    const others = sizes.get(labels[i]!)! - 1;
    if (others > 0) numAnchors++;
    for (let p = 0; p < n; p++) if (p !== i && labels[p] === labels[i]) shares[i * n + p] = 1 / others;
  }
  const z = directions(x);
  const logits = add(scale(matMul(z, z, { b: true }), 1 / temperature), withoutSelf(n)) as Tensor2D;
  return scale(multiHotCrossEntropy(logits, shares), n / Math.max(1, numAnchors));
}
