import { type ThresholdPoint, thresholdPoints } from '../../ranking-scores.js';
import { sigmoid } from '../metrics/probabilities.js';
import type { ChosenThreshold, DecisionGoal } from './types.js';

/**
 * The threshold of a class that reaches a goal on rows; halfway to the next lower score, so that a little noise decides nothing. Where no
 * threshold has the precision that is asked for, the one of the highest precision. Undefined where the rows do not have both kinds.
 *
 * @param scores log-odds [B]
 */
export function chooseThreshold(
  scores: Float64Array,
  positive: Uint8Array,
  goal: DecisionGoal,
): Omit<ChosenThreshold, 'class'> | undefined {
  const points = thresholdPoints(scores, positive);
  if (points.length === 0 || Number.isNaN(points[0]!.recall) || Number.isNaN(points[0]!.falsePositiveRate))
    return undefined;
  const at = placeOf(points, goal);
  const { threshold, recall, precision } = points[at]!;
  const next = points[at + 1]?.threshold;
  return { probability: sigmoid(next === undefined ? threshold - 1 : (threshold + next) / 2), recall, precision };
}

function placeOf(points: readonly ThresholdPoint[], goal: DecisionGoal): number {
  if (goal === 'f1')
    return highest(points, ({ recall, precision }) => (2 * recall * precision) / (recall + precision || 1));
  if ('recall' in goal) return points.findIndex(({ recall }) => recall >= goal.recall);
  const last = points.findLastIndex(({ precision }) => precision >= goal.precision);
  return last >= 0 ? last : highest(points, ({ precision }) => precision);
}

function highest(points: readonly ThresholdPoint[], value: (point: ThresholdPoint) => number): number {
  let best = 0;
  for (const [i, point] of points.entries()) if (value(point) > value(points[best]!)) best = i;
  return best;
}
