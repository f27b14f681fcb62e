import { type Loss, meanOf, quantileOf } from './loss.js';

/** Half the square of what is left. */
export const squaredLoss: Loss = {
  numOutputs: 1,
  objective: 'regression',
  start: (targets, weights) => Float64Array.of(meanOf(targets, weights)),
  gradients([scores], targets, _, gradients, seconds) {
    for (let i = 0; i < targets.length; i++) {
      gradients[i] = scores![i]! - targets[i]!;
      seconds[i] = 1;
    }
  },
  lossOf: ([scores], targets, row) => (scores![row]! - targets[row]!) ** 2,
};

/** The size of what is left, or the loss whose least point is another quantile than the median. */
export function quantileLoss(part: number, objective: string): Loss {
  const isMedian = objective === 'regression_l1';
  const scale = isMedian ? 2 : 1;
  return {
    numOutputs: 1,
    objective,
    leafQuantile: part,
    start: (targets, weights) => Float64Array.of(quantileOf(targets, part, weights)),
    gradients([scores], targets, _, gradients, seconds) {
      for (let i = 0; i < targets.length; i++) {
        const left = scores![i]! - targets[i]!;
        // Where nothing is left, the median pulls neither way.
        gradients[i] = left === 0 && isMedian ? 0 : scale * (left >= 0 ? 1 - part : -part);
        seconds[i] = 1;
      }
    },
    lossOf([scores], targets, row) {
      const left = targets[row]! - scores![row]!;
      return scale * (left >= 0 ? part * left : (part - 1) * left);
    },
  };
}

/** Squares up to the size `alpha`, beyond it linear. */
export function huberLoss(alpha: number): Loss {
  return {
    numOutputs: 1,
    objective: 'huber',
    start: (targets, weights) => Float64Array.of(meanOf(targets, weights)),
    gradients([scores], targets, _, gradients, seconds) {
      for (let i = 0; i < targets.length; i++) {
        gradients[i] = Math.max(-alpha, Math.min(alpha, scores![i]! - targets[i]!));
        seconds[i] = 1;
      }
    },
    lossOf([scores], targets, row) {
      const left = Math.abs(scores![row]! - targets[row]!);
      return left <= alpha ? (left * left) / 2 : alpha * (left - alpha / 2);
    },
  };
}

/** Counts with the rate exp(score); second derivatives are made larger by exp(0.7), so that steps stay small, as in LightGBM. */
export const poissonLoss: Loss = {
  numOutputs: 1,
  objective: 'poisson',
  start: (targets, weights) => Float64Array.of(Math.log(Math.max(meanOf(targets, weights), 1e-15))),
  gradients([scores], targets, _, gradients, seconds) {
    const more = Math.exp(0.7);
    for (let i = 0; i < targets.length; i++) {
      const rate = Math.exp(scores![i]!);
      gradients[i] = rate - targets[i]!;
      seconds[i] = rate * more;
    }
  },
  lossOf: ([scores], targets, row) => Math.exp(scores![row]!) - targets[row]! * scores![row]!,
};
