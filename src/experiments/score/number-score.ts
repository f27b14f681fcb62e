import { bootstrapRegression, type Interval, type RegressionTargets } from '../../training/index.js';
import { coverageOf, type NumberPredictions, type PredictionInterval } from './prediction-interval.js';
import { shortNumber } from './short-number.js';

/** Figures of a model of numbers on the test rows, errors in the units of the numbers. */
export interface RegressionScore {
  readonly model: string;
  /** Mean absolute error. */
  readonly mae: number;
  /** Root of the mean squared error. */
  readonly rmse: number;
  /** Share of the variance that is explained, at most 1; 0 for the mean, and below it less than 0. NaN on one row. */
  readonly r2: number;
  /** 95 % bootstrap intervals over the test rows. */
  readonly maeInterval: readonly [number, number];
  readonly rmseInterval: readonly [number, number];
  readonly r2Interval: readonly [number, number];
  /** Of the interval of predictions: the share of the test rows inside, which should be near its level. */
  readonly predictionInterval?: PredictionInterval & { readonly coverage: number };
  /** Wall seconds by stage. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly parameters: number | undefined;
}

export async function numberScoreOf(
  model: string,
  prediction: NumberPredictions,
  targets: RegressionTargets,
  seed: number,
  more: Pick<RegressionScore, 'seconds' | 'parameters'>,
): Promise<RegressionScore> {
  const { mae, rmse, r2 } = await bootstrapRegression(prediction, targets, { seed });
  const { interval } = prediction;
  const bounds = ({ low, high }: Interval) => [low, high] as const;
  return {
    ...{ model, mae: mae.estimate, rmse: rmse.estimate, r2: r2.estimate },
    ...{ maeInterval: bounds(mae), rmseInterval: bounds(rmse), r2Interval: bounds(r2) },
    ...(interval
      ? { predictionInterval: { ...interval, coverage: coverageOf(prediction, targets, interval.halfWidth) } }
      : {}),
    ...more,
  };
}

export const numberScoreHeads = ['model', 'MAE', '95 %', 'RMSE', 'R2', '95 %', 'seconds'];

/** Rows of a table for people that fits into 80 columns, in the order of {@link numberScoreHeads}. */
export function numberScoreRows(scores: readonly RegressionScore[]): string[][] {
  return scores.map(({ model, mae, rmse, r2, maeInterval, r2Interval, seconds }) => [
    ...[model, shortNumber(mae), maeInterval.map(shortNumber).join('–'), shortNumber(rmse)],
    ...[r2.toFixed(3), r2Interval.map((bound) => bound.toFixed(3)).join('–')],
    Object.values(seconds)
      .reduce((sum, value) => sum + value, 0)
      .toFixed(1),
  ]);
}

/**
 * Says which simple models have a smaller mean absolute error than the model on the test rows; undefined where none has.
 *
 * @param scores baselines first, the model last
 */
export function aboveErrors(scores: readonly RegressionScore[]): string | undefined {
  const model = scores.at(-1)!;
  const better = scores
    .slice(0, -1)
    .filter(({ mae }) => mae < model.mae)
    .sort((a, b) => a.mae - b.mae);
  const [best] = better;
  if (!best) return undefined;
  const isClear = best.maeInterval[1] < model.maeInterval[0];
  return (
    `${model.model} has larger errors than ${better.map(({ model: name }) => name).join(', ')}: MAE ${shortNumber(model.mae)} against ${shortNumber(best.mae)}` +
    (isClear ? ', and the intervals do not overlap. ' : ', but the intervals overlap. ') +
    `Use ${best.model}, which is simpler, or other settings.`
  );
}
