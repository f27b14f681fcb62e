import {
  averagePrecisionOfClass,
  bootstrapIntervals,
  bootstrapRegression,
  logLoss,
  microF1,
  rocAuc,
  rocAucOfClass,
} from '../../training/index.js';
import type { ForecastKind } from '../tasks/types.js';

/** A figure with its 95 % bootstrap interval over the rows. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Figures of a forecast; the first is the one that decides. */
export interface ForecastFigures {
  /** `rocAuc` and `averagePrecision` of yes, `logLoss`; of classes `accuracy`, `rocAuc`, `logLoss`; of numbers `mae`, `rmse`, `r2`. */
  readonly [name: string]: Figure;
}

/** The figure that decides, by what is forecast. */
export const mainFigure: Readonly<
  Record<ForecastKind, { readonly name: string; readonly title: string; readonly isError: boolean }>
> = {
  binary: { name: 'rocAuc', title: 'ROC-AUC', isError: false },
  classes: { name: 'accuracy', title: 'accuracy', isError: false },
  numbers: { name: 'mae', title: 'MAE', isError: true },
};

/** Keeps logarithms of probabilities finite. */
const LEAST = 1e-7;

/**
 * Figures of predictions.
 *
 * @param values probabilities [rows, classes], or numbers [rows]
 * @param labels [rows]
 */
export async function figuresOf(
  kind: ForecastKind,
  values: Float64Array,
  labels: Float64Array,
  numClasses: number,
  seed: number,
): Promise<ForecastFigures> {
  const rows = Int32Array.from(labels, (_, i) => i);
  if (kind === 'numbers') {
    const { mae, rmse, r2 } = await bootstrapRegression(
      { values: Float32Array.from(values), rows, width: 1 },
      { values: labels },
      { seed },
    );
    return { mae: figure(mae), rmse: figure(rmse), r2: figure(r2) };
  }
  const logits = Float32Array.from(values, (value) => Math.log(Math.max(LEAST, value)));
  const targets = { kind: 'single', labels: Int32Array.from(labels), numClasses } as const;
  const prediction = { logits, rows, numClasses };
  const metrics =
    kind === 'binary' ? [rocAucOfClass(1), averagePrecisionOfClass(1), logLoss] : [microF1, rocAuc, logLoss];
  const intervals = await bootstrapIntervals(metrics, prediction, targets, { seed });
  const [first, second] = metrics.map(({ name }) => figure(intervals[name]!));
  return kind === 'binary'
    ? { rocAuc: first!, averagePrecision: second!, logLoss: figure(intervals.logLoss!) }
    : { accuracy: first!, rocAuc: second!, logLoss: figure(intervals.logLoss!) };
}

function figure({
  estimate,
  low,
  high,
}: {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}): Figure {
  return { value: estimate, low, high };
}
