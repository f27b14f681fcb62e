import { expectArgument, expectMembers, HeteroGraphError } from '../../core/index.js';
import { multiHotCrossEntropy, sigmoidCrossEntropy, softmaxCrossEntropy } from '../../tensor/index.js';
import { trueClasses, trueFlags } from './decisions.js';
import type { Loss, Targets } from './types.js';

/** Single label: -log softmax(z)_y, mean over the rows. */
export const softmaxLoss: Loss = {
  name: 'softmax',
  compute(logits, rows, targets) {
    if (targets.kind !== 'single') throw wrongTargets('softmax', 'single');
    return softmaxCrossEntropy(logits, trueClasses(rows, targets));
  },
};

/**
 * Single label: -w_y log softmax(z)_y, mean over the rows.
 *
 * @param weights of the classes [C], such as {@link classWeights} gives
 */
export function weightedSoftmaxLoss(weights: Float32Array): Loss {
  expectArgument(weights, 'list', 'weights');
  return {
    name: `softmax(${weights.join(', ')})`,
    compute(logits, rows, targets) {
      if (targets.kind !== 'single') throw wrongTargets('softmax', 'single');
      const { numClasses } = targets;
      const truth = new Float32Array(rows.length * numClasses);
      // Targets that are weights instead of ones: the loss and its gradient are multiplied by them.
      for (const [i, y] of trueClasses(rows, targets).entries()) truth[i * numClasses + y] = weights[y]!;
      return multiHotCrossEntropy(logits, truth);
    },
  };
}

/** Multi-label: binary cross entropy of sigmoid(z)_c, mean over rows and classes. */
export const sigmoidLoss: Loss = {
  name: 'sigmoid',
  compute(logits, rows, targets) {
    if (targets.kind !== 'multi') throw wrongTargets('sigmoid', 'multi');
    return sigmoidCrossEntropy(logits, trueFlags(rows, targets));
  },
};

/** Multi-label: -sum over the labels of log softmax(z)_c, the labels not normalised, mean over the rows. */
export const multiHotLoss: Loss = {
  name: 'multi-hot',
  compute(logits, rows, targets) {
    if (targets.kind !== 'multi') throw wrongTargets('multi-hot', 'multi');
    return multiHotCrossEntropy(logits, trueFlags(rows, targets));
  },
};

/** The usual loss of the kind of targets: softmax for single label, sigmoid for multi-label. */
export function defaultLoss(targets: Targets): Loss {
  expectMembers(targets, 'targets', { kind: 'text' });
  return targets.kind === 'single' ? softmaxLoss : sigmoidLoss;
}

function wrongTargets(loss: string, kind: Targets['kind']): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `The loss "${loss}" needs ${kind}-label targets.`, {
    hint: 'Use defaultLoss(targets).',
  });
}
