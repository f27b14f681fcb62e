import { type Loss, meanOf } from './loss.js';

/** The least probability that a logarithm is taken of. */
const least = 1e-15;

/** Two classes, targets 0 and 1 (or probabilities between): the probability is 1 / (1 + exp(-score)). */
export const logisticLoss: Loss = {
  numOutputs: 1,
  objective: 'binary sigmoid:1',
  start(targets, weights) {
    const part = Math.min(Math.max(meanOf(targets, weights), least), 1 - least);
    return Float64Array.of(Math.log(part / (1 - part)));
  },
  gradients([scores], targets, _, gradients, seconds) {
    for (let i = 0; i < targets.length; i++) {
      const probability = 1 / (1 + Math.exp(-scores![i]!));
      gradients[i] = probability - targets[i]!;
      seconds[i] = probability * (1 - probability);
    }
  },
  lossOf([scores], targets, row) {
    const score = scores![row]!;
    return Math.max(score, 0) - score * targets[row]! + Math.log1p(Math.exp(-Math.abs(score)));
  },
};

/** Several classes, targets their numbers: probabilities are exp(score) over their sum. */
export function softmaxLoss(numClasses: number): Loss {
  /** Of each row: the highest score, and the sum of exponentials of scores less it. */
  let highest = new Float64Array();
  let sums = new Float64Array();
  // The factor of Friedman (2001) for K trees that share one degree of freedom too many.
  const factor = numClasses / Math.max(1, numClasses - 1);
  return {
    numOutputs: numClasses,
    objective: `multiclass num_class:${numClasses}`,
    start(targets, weights) {
      return Float64Array.from({ length: numClasses }, (_, k) => {
        const isClass = targets.map((target) => Number(target === k));
        return Math.log(Math.max(meanOf(isClass, weights), least));
      });
    },
    prepare(scores) {
      const rows = scores[0]!.length;
      if (sums.length !== rows) [highest, sums] = [new Float64Array(rows), new Float64Array(rows)];
      highest.set(scores[0]!);
      for (const each of scores) for (let i = 0; i < rows; i++) if (each[i]! > highest[i]!) highest[i] = each[i]!;
      sums.fill(0);
      for (const each of scores) for (let i = 0; i < rows; i++) sums[i]! += Math.exp(each[i]! - highest[i]!);
    },
    gradients(scores, targets, output, gradients, seconds) {
      const own = scores[output]!;
      for (let i = 0; i < targets.length; i++) {
        const probability = Math.exp(own[i]! - highest[i]!) / sums[i]!;
        gradients[i] = probability - Number(targets[i] === output);
        seconds[i] = factor * probability * (1 - probability);
      }
    },
    lossOf(scores, targets, row) {
      let most = Number.NEGATIVE_INFINITY;
      for (const each of scores) most = Math.max(most, each[row]!);
      let sum = 0;
      for (const each of scores) sum += Math.exp(each[row]! - most);
      return Math.log(sum) + most - scores[targets[row]!]![row]!;
    },
  };
}
