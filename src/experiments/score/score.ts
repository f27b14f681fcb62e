import { bootstrapIntervals, type Prediction, type Targets } from '../../training/index.js';
import { classMetrics, type PositiveClass } from './class-figures.js';

/** 95 % bootstrap interval over the test rows. */
type Bounds = readonly [number, number];

/**
 * Figures of a model on the test rows. All but the log loss are fractions in [0, 1]; NaN, and null in JSON, where one is not defined, such as the
 * ROC-AUC of rows of one class.
 */
export interface Score {
  readonly model: string;
  /** Micro-F1; where a row has one class, equal to the accuracy. */
  readonly micro: number;
  readonly macro: number;
  /** Share of rows that are right; where a row may have several classes, right in all of them. */
  readonly accuracy: number;
  /**
   * Area under the ROC curve. Of two classes that of `positive`; of more the mean over the classes, each against the rest, that some but not all
   * rows have.
   */
  readonly rocAuc: number;
  /** Of two classes that of `positive`; of more the mean over the classes that a row has. */
  readonly averagePrecision: number;
  /** Mean negative log-likelihood in nats. */
  readonly logLoss: number;
  /** Of two classes: which one is looked for, and its F1. */
  readonly positive?: { readonly class: string; readonly f1: number; readonly f1Interval: Bounds };
  readonly microInterval: Bounds;
  readonly macroInterval: Bounds;
  readonly accuracyInterval: Bounds;
  readonly rocAucInterval: Bounds;
  readonly averagePrecisionInterval: Bounds;
  readonly logLossInterval: Bounds;
  /** Wall seconds by stage. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly parameters: number | undefined;
}

/** What the figures of a prediction are taken of. */
export interface Scored {
  readonly prediction: Prediction;
  readonly targets: Targets;
  readonly seed: number;
  readonly positive?: PositiveClass | undefined;
}

/** Cells of scores that all resamples together may look at: some seconds. */
const MAX_CELLS = 4e8;

export async function scoreOf(
  model: string,
  { prediction, targets, seed, positive }: Scored,
  more: Pick<Score, 'seconds' | 'parameters'>,
): Promise<Score> {
  const { micro, macro, ...others } = classMetrics(positive);
  const fits = Math.floor(MAX_CELLS / Math.max(1, prediction.logits.length));
  const resamples = Math.max(100, Math.min(1000, fits));
  const intervals = {
    ...(await bootstrapIntervals([micro!, macro!], prediction, targets, { seed })),
    ...(await bootstrapIntervals(Object.values(others), prediction, targets, { seed, resamples })),
  };
  const estimate = (name: string) => intervals[name]!.estimate;
  const bounds = (name: string): Bounds => [intervals[name]!.low, intervals[name]!.high];
  return {
    model,
    micro: estimate('microF1'),
    macro: estimate('macroF1'),
    accuracy: estimate('accuracy'),
    rocAuc: estimate('rocAuc'),
    averagePrecision: estimate('averagePrecision'),
    logLoss: estimate('logLoss'),
    ...(positive ? { positive: { class: positive.class, f1: estimate('f1'), f1Interval: bounds('f1') } } : {}),
    microInterval: bounds('microF1'),
    macroInterval: bounds('macroF1'),
    accuracyInterval: bounds('accuracy'),
    rocAucInterval: bounds('rocAuc'),
    averagePrecisionInterval: bounds('averagePrecision'),
    logLossInterval: bounds('logLoss'),
    ...more,
  };
}
