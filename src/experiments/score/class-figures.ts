import {
  accuracy,
  averagePrecision,
  averagePrecisionOfClass,
  f1OfClass,
  logLoss,
  type Metric,
  macroF1,
  microF1,
  type Prediction,
  rocAuc,
  rocAucOfClass,
  type Targets,
} from '../../training/index.js';

/** Of two classes, the one that is looked for, by its number and name. */
export interface PositiveClass {
  readonly index: number;
  readonly class: string;
}

/** The figures of classes by their names in scores; `f1` of two classes alone. */
export function classMetrics(positive: PositiveClass | undefined): Readonly<Record<string, Metric>> {
  const shared = { micro: microF1, macro: macroF1, accuracy, logLoss };
  if (!positive) return { ...shared, rocAuc, averagePrecision };
  const { index } = positive;
  return {
    ...shared,
    rocAuc: rocAucOfClass(index),
    averagePrecision: averagePrecisionOfClass(index),
    f1: f1OfClass(index),
  };
}

/** The figures without intervals, by name. */
export function classFigures(
  prediction: Prediction,
  targets: Targets,
  positive: PositiveClass | undefined,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(classMetrics(positive)).map(([name, metric]) => [name, metric.compute(prediction, targets)]),
  );
}
