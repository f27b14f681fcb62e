import { HeteroGraphError } from '../core/index.js';
import { tensor2d, tidy } from '../tensor/index.js';
import { type PredictOptions, predict } from './predict.js';
import type { Loss, Metric, Model, Prediction, Targets } from './types.js';

/** Loss and metrics of rows, with the scores they were taken from. */
export interface Evaluation {
  readonly prediction: Prediction;
  readonly loss: number;
  /** By metric name. */
  readonly figures: Readonly<Record<string, number>>;
}

/**
 * Scores rows with the model and judges them against their targets.
 *
 * @param what.where named in the error; default 'the evaluation'
 * @throws {HeteroGraphError} NON_FINITE_LOSS; and as `predict` and `checkPrediction`
 */
export async function evaluate(
  model: Model,
  rows: Int32Array,
  targets: Targets,
  what: { readonly loss: Loss; readonly metrics: readonly Metric[]; readonly where?: string },
  options: PredictOptions = {},
): Promise<Evaluation> {
  const { numClasses } = model;
  const prediction = { logits: await predict(model, rows, options), rows, numClasses };
  const scalar = tidy(() => {
    const logits = tensor2d(prediction.logits, [rows.length, numClasses]);
    return what.loss.compute(logits, rows, targets);
  });
  const loss = (await scalar.data())[0]!;
  scalar.dispose();
  checkFinite(loss, what.where ?? 'the evaluation');
  const figures = Object.fromEntries(what.metrics.map((metric) => [metric.name, metric.compute(prediction, targets)]));
  return { prediction, loss, figures };
}

/** @throws {HeteroGraphError} NON_FINITE_LOSS saying where */
export function checkFinite(loss: number, where: string): void {
  if (Number.isFinite(loss)) return;
  throw new HeteroGraphError('NON_FINITE_LOSS', `The loss is ${loss} in ${where}.`, {
    hint: 'Lower the learning rate, or look for non-finite features with graph.validate().',
  });
}
