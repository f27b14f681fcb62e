import type { ExplainedNode, ExplainedPrediction } from '../core/explanation.js';
import type { LearnedTask } from '../core/types.js';
import { predictedOf } from './change.js';

/**
 * What a model says of a node.
 *
 * @param scores of the node, one for every class, or its number in its own units
 */
export function explainedPrediction(
  task: LearnedTask,
  node: ExplainedNode,
  scores: ArrayLike<number>,
): ExplainedPrediction {
  if (task.kind === 'regression') {
    const value = Math.fround(scores[0]!);
    return { ...node, predicted: String(value), value };
  }
  const own = Float32Array.from(scores);
  const best = predictedOf(own, 0, own.length);
  const sum = own.reduce((total, score) => total + Math.exp(score - own[best]!), 0);
  const probability = task.multiLabel ? 1 / (1 + Math.exp(-own[best]!)) : 1 / sum;
  return { ...node, predicted: task.classes[best]!, probability };
}
