import type { CalibrationMethod, DecisionGoal } from '../../training/index.js';

/** What is to be decided on the validation rows once a model is fitted. */
export interface AskedChoices {
  /** Correct the probabilities of classes. Default: they stay as the model gives them. */
  readonly calibrate?: CalibrationMethod;
  /**
   * What the thresholds of classes are chosen for: of two classes that of the rarer one, of several classes a node one for each. Default: the
   * most probable class is predicted, or those above one half.
   */
  readonly goal?: DecisionGoal;
}

/** A goal for people: `recall=0.9`. */
export function goalText(goal: DecisionGoal): string {
  if (goal === 'f1') return 'f1';
  return 'recall' in goal ? `recall=${goal.recall}` : `precision=${goal.precision}`;
}
