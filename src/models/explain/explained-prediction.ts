import type { ExplainedNode, Explanation } from '../core/explanation.js';
import { numOutputs } from '../core/learning.js';
import type { LearnedTask } from '../core/types.js';
import { predictedOf } from './change.js';

/**
 * What a model says of nodes.
 *
 * @param predictions of the nodes, as `Estimator.predict` gives them: a score for every class, or a number in its own units
 */
export function explainedPredictions(
  task: LearnedTask,
  nodes: readonly ExplainedNode[],
  predictions: Float32Array,
): Pick<Explanation, 'predictions' | 'numbers'> {
  if (task.kind === 'regression') {
    return { predictions: [], numbers: nodes.map((node, i) => ({ ...node, predicted: predictions[i]! })) };
  }
  const width = numOutputs(task);
  return {
    predictions: nodes.map((node, i) => {
      const own = predictions.subarray(i * width, (i + 1) * width);
      const best = predictedOf(own, 0, width);
      const sum = own.reduce((total, score) => total + Math.exp(score - own[best]!), 0);
      const probability = task.multiLabel ? 1 / (1 + Math.exp(-own[best]!)) : 1 / sum;
      return { ...node, predicted: task.classes[best]!, probability };
    }),
  };
}
