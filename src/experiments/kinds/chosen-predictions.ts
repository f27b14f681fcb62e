import type { RunOptions } from '../../core/index.js';
import type { Estimator } from '../../models/index.js';
import type { NodeTaskKind } from '../data/guess-task.js';
import type { AskedChoices } from './asked.js';
import type { ChoicesOf, NodeKind, PredictionsOf, ProblemOf } from './node-kind.js';

/** Predictions of the test rows by what the validation rows decided about a fitted model. */
export async function chosenPredictions<K extends NodeTaskKind>(
  kind: NodeKind<K>,
  model: Estimator,
  problem: ProblemOf<K>,
  asked: AskedChoices,
  run: RunOptions,
): Promise<{ readonly predictions: PredictionsOf<K>; readonly choices: ChoicesOf<K> | undefined }> {
  const predictions = await kind.predict(model, problem.split.test, run);
  const choices = await kind.choose(model, problem, asked, run);
  return { predictions: choices ? kind.decide(predictions, problem.targets, choices) : predictions, choices };
}
