import { HeteroGraphError } from '../../core/index.js';
import type { ClassificationProblem } from '../../models/index.js';
import type { ClassChoices } from '../../training/index.js';
import { percent } from '../score/score-table.js';
import { type AskedChoices, goalText } from './asked.js';
import type { Positive } from './node-kind.js';

/** @throws {HeteroGraphError} INVALID_OPTION of a goal for many classes; NO_ROWS where the validation rows cannot decide */
export function checkAskedOfClasses(
  { split, targets, positive, nodeType }: ClassificationProblem & Positive,
  { calibrate, goal }: AskedChoices,
): void {
  if (!calibrate && !goal) return;
  if (goal && targets.kind === 'single' && !positive) {
    throw new HeteroGraphError('INVALID_OPTION', `A goal is for two classes, and there are ${targets.numClasses}.`, {
      column: 'goal',
      hint: 'Leave the goal out: the most probable class is predicted.',
    });
  }
  const hint = 'Give a split with more validation rows, or leave calibration and goal out.';
  if (split.valid.length === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There are no validation rows to decide on.', { type: nodeType, hint });
  }
  const seen = targets.kind === 'single' ? new Set(split.valid.map((row) => targets.labels[row]!)) : undefined;
  if (goal && seen && seen.size < 2) {
    throw new HeteroGraphError('NO_ROWS', 'The validation rows are all of one class.', { type: nodeType, hint });
  }
}

/** What was decided, for people. */
export function classChoicesText(
  { calibration, thresholds }: ClassChoices,
  { goal }: AskedChoices,
  classes: readonly string[],
): string[] {
  const texts: string[] = [];
  if (calibration?.method === 'temperature') {
    const { temperature } = calibration;
    texts.push(
      `Probabilities were calibrated on the validation rows: temperature ${temperature.toFixed(3)}, ${temperature > 1 ? 'less' : 'more'} sure than the model.`,
    );
  } else if (calibration) texts.push('Probabilities were calibrated on the validation rows by isotonic regression.');
  for (const each of thresholds ?? []) {
    texts.push(
      `${classes[each.class]} is predicted from a probability of ${percent(each.probability)} % on, chosen for ${goal ? goalText(goal) : 'a goal'}: on the validation rows ${percent(each.recall)} % of its rows are found, and ${percent(each.precision)} % of the rows found are right.`,
    );
  }
  return texts;
}
