import {
  gatherRows,
  reshape,
  type Scalar,
  sigmoidCrossEntropy,
  sliceColumns,
  softmaxCrossEntropy,
  subtract,
  type Tensor2D,
} from '../../tensor/index.js';
import type { LinkSettings } from './settings.js';

/** Mean loss of links, each with k pairs without a link. */
export type LinkLoss = (scores: Tensor2D) => Scalar;

/** @returns a function of scores [links, 1 + k], those of the links in the first column. The caller tidies. */
export function linkLoss(kind: LinkSettings['loss']): LinkLoss {
  return losses[kind];
}

const losses: Readonly<Record<LinkSettings['loss'], LinkLoss>> = {
  'cross-entropy'(scores) {
    const [links, columns] = scores.shape;
    const isLink = Uint8Array.from({ length: links * columns }, (_, i) => Number(i % columns === 0));
    return sigmoidCrossEntropy(scores, isLink);
  },
  // -log sigmoid of a lead is the cross entropy of a pair that is a link.
  bpr(scores) {
    const [links, columns] = scores.shape;
    const k = columns - 1;
    const link = Int32Array.from({ length: links * k }, (_, i) => Math.floor(i / k));
    const own = gatherRows(sliceColumns(scores, 0, 1), link);
    const lead = subtract(own, reshape<Tensor2D>(sliceColumns(scores, 1, k), [links * k, 1])) as Tensor2D;
    return sigmoidCrossEntropy(lead, new Uint8Array(links * k).fill(1));
  },
  softmax: (scores) => softmaxCrossEntropy(scores, new Int32Array(scores.shape[0])),
};
