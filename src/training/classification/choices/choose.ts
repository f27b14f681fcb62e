import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError } from '../../../core/index.js';
import { carriesClass, checkPrediction, expectPrediction } from '../decisions.js';
import { classScorer } from '../metrics/class-scorer.js';
import type { Prediction, Targets } from '../types.js';
import { fitIsotonic, isotonicAt } from './isotonic.js';
import { fitTemperature, tempered } from './temperature.js';
import { chooseThreshold } from './threshold.js';
import type { CalibrationMethod, ClassChoices, DecisionGoal } from './types.js';

/** What is to be chosen on the rows. */
export interface ChoiceOptions {
  /** Default: probabilities stay as the model gives them. */
  readonly calibrate?: CalibrationMethod | undefined;
  /** Default: the most probable class; of several classes a row, those above one half. */
  readonly goal?: DecisionGoal | undefined;
  /** Of two classes: the one whose threshold is chosen, and which isotonic calibration is about. */
  readonly positive?: number | undefined;
}

const share = z.number('a share in (0, 1]').check(z.gt(0, 'a share above 0'), z.lte(1, 'a share of at most 1'));
export const calibrateOption = z.optional(z.enum(['temperature', 'isotonic']));
export const goalOption = z.optional(
  z.union([z.literal('f1'), z.strictObject({ recall: share }), z.strictObject({ precision: share })]),
);
const optionsSchema = z.strictObject({
  calibrate: calibrateOption,
  goal: goalOption,
  positive: z.optional(z.int('a class').check(z.minimum(0, 'a class'))),
});

/**
 * Calibrates probabilities and chooses thresholds on rows that were not trained on.
 *
 * @example
 * const choices = chooseOnRows(validPrediction, targets, { calibrate: 'isotonic', goal: { recall: 0.9 }, positive: 1 });
 * const decided = withChoices(testPrediction, targets.kind, choices);
 * @throws {HeteroGraphError} INVALID_OPTION, also of a goal for one of more than two classes; NO_ROWS without rows, or where a goal needs rows
 *   with and without a class and there are none; and as `checkPrediction`
 */
export function chooseOnRows(prediction: Prediction, targets: Targets, options: ChoiceOptions): ClassChoices {
  checkOptions(optionsSchema, options);
  const { calibrate, goal, positive } = options;
  checkPrediction(prediction, targets);
  if (!calibrate && !goal) return {};
  if (prediction.rows.length === 0) {
    throw new HeteroGraphError(
      'NO_ROWS',
      'There are no validation rows to calibrate probabilities or choose thresholds on.',
      {
        hint: 'Give a split with validation rows, or leave calibration and goal out.',
      },
    );
  }
  const isMulti = targets.kind === 'multi';
  const all = Array.from({ length: targets.numClasses }, (_, c) => c);
  const own = isMulti || positive === undefined ? all : [positive];
  const calibration = calibrate && calibrationOf(prediction, targets, calibrate, isMulti ? undefined : positive, own);
  const calibrated = calibration ? withChoices(prediction, targets.kind, { calibration }) : prediction;
  if (!goal) return { ...(calibration ? { calibration } : {}) };
  if (!isMulti && (positive === undefined || targets.numClasses !== 2)) {
    throw new HeteroGraphError('INVALID_OPTION', 'A goal of one class needs two classes, or several classes a row.', {
      column: 'goal',
      hint: 'Leave the goal out: the most probable class is predicted.',
    });
  }
  const scoresOf = classScorer(calibrated, targets.kind);
  const thresholds = own.flatMap((c) => {
    const chosen = chooseThreshold(scoresOf(c), carriesClass(prediction.rows, targets, c), goal);
    return chosen ? [{ class: c, ...chosen }] : [];
  });
  if (thresholds.length > 0) return { ...(calibration ? { calibration } : {}), thresholds };
  throw new HeteroGraphError('NO_ROWS', 'The validation rows are all of one class: no threshold can be chosen.', {
    column: 'goal',
    hint: 'Give more validation rows, or leave the goal out.',
  });
}

function calibrationOf(
  prediction: Prediction,
  targets: Targets,
  method: CalibrationMethod,
  positive: number | undefined,
  classes: readonly number[],
): ClassChoices['calibration'] {
  if (method === 'temperature') return { method, temperature: fitTemperature(prediction, targets) };
  const scoresOf = classScorer(prediction, targets.kind);
  const steps = classes.map((c) => fitIsotonic(scoresOf(c), carriesClass(prediction.rows, targets, c)));
  return { method, ...(positive === undefined ? {} : { positive }), steps };
}

/** A prediction with calibrated logits, and offsets that decide by the thresholds. O(B C log steps). */
export function withChoices(prediction: Prediction, kind: Targets['kind'], choices: ClassChoices): Prediction {
  expectPrediction(prediction);
  expectArgument(choices, 'object', 'choices');
  const { calibration, thresholds } = choices;
  const calibrated = calibration ? withCalibration(prediction, kind, calibration) : prediction;
  if (!thresholds) return calibrated;
  const offsets = new Float32Array(prediction.numClasses);
  for (const { class: c, probability } of thresholds) offsets[c] = -logit(probability);
  return { ...calibrated, offsets };
}

function withCalibration(
  prediction: Prediction,
  kind: Targets['kind'],
  calibration: NonNullable<ClassChoices['calibration']>,
): Prediction {
  if (calibration.method === 'temperature') return tempered(prediction, calibration.temperature);
  const { rows, numClasses } = prediction;
  const { positive, steps } = calibration;
  const scoresOf = classScorer(prediction, kind);
  const logits = new Float32Array(prediction.logits.length);
  for (const [k, each] of steps.entries()) {
    const c = positive ?? k;
    const scores = scoresOf(c);
    for (let i = 0; i < rows.length; i++) {
      const probability = isotonicAt(each, scores[i]!);
      // One class against the rest: the probabilities of more than two classes are brought to a sum of 1 by the softmax.
      logits[i * numClasses + c] =
        kind === 'single' && positive === undefined ? Math.log(probability) : logit(probability);
    }
  }
  return { ...prediction, logits };
}

function logit(probability: number): number {
  return Math.log(probability) - Math.log1p(-probability);
}
