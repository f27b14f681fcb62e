import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../core/index.js';
import { rocAucOf } from '../../training/index.js';
import type { ForecastKind } from '../tasks/types.js';
import { LEAST } from './score.js';

/** How often a learner is drawn in all. */
const DRAWS = 25;
/** Better by less, as a share, is no better: so much is rounding. */
const ROUNDING = 1e-12;

/**
 * Weights of a mean of several predictions, chosen on rows whose labels are known: that whose addition makes the mean best is added again and again, and so often as was best
 * it stays (Caruana et al. 2004, "Ensemble selection from libraries of models", with replacement). Best is the largest area under the ROC curve of two classes, the smallest log loss of several,
 * the smallest absolute error of numbers; of equal ones the first.
 *
 * @param all of each learner probabilities [rows, classes], or numbers [rows]
 * @param labels [rows]
 * @returns how often each was drawn, [learners]; each once where the labels tell nothing of them, such as where all are of one class
 * @throws {HeteroGraphError} ABORTED
 */
export async function ensembleWeights(
  all: readonly Float64Array[],
  kind: ForecastKind,
  labels: Float64Array,
  { signal }: Pick<RunOptions, 'signal'> = {},
): Promise<Int32Array> {
  const better = betterOf(kind, labels);
  const sum = new Float64Array(all[0]!.length);
  const mean = new Float64Array(sum.length);
  const drawn = new Int32Array(all.length);
  let [weights, best] = [drawn.slice(), Number.NEGATIVE_INFINITY];
  for (let draws = 1; draws <= DRAWS; draws++) {
    await yieldToEventLoop();
    throwIfAborted(signal);
    let [next, score] = [0, Number.NEGATIVE_INFINITY];
    for (const [learner, values] of all.entries()) {
      for (let i = 0; i < mean.length; i++) mean[i] = (sum[i]! + values[i]!) / draws;
      const own = better(mean);
      if (own > score) [next, score] = [learner, own];
    }
    for (const [i, value] of all[next]!.entries()) sum[i]! += value;
    drawn[next]!++;
    if (score - best > ROUNDING * Math.abs(score)) [weights, best] = [drawn.slice(), score];
  }
  return best > Number.NEGATIVE_INFINITY ? weights : weights.fill(1);
}

/** The larger the better; a NaN is never. */
function betterOf(kind: ForecastKind, labels: Float64Array): (values: Float64Array) => number {
  const numRows = labels.length;
  if (kind === 'numbers')
    return (values) => -values.reduce((error, value, i) => error + Math.abs(value - labels[i]!), 0);
  if (kind === 'binary') {
    const positive = Uint8Array.from(labels);
    return (values) =>
      rocAucOf(
        Float64Array.from(positive, (_, i) => values[2 * i + 1]!),
        positive,
      );
  }
  return (values) => {
    const classes = values.length / numRows;
    return labels.reduce((sum, label, i) => sum + Math.log(Math.max(LEAST, values[i * classes + label]!)), 0);
  };
}
