import { HeteroGraphError } from '../../core/index.js';
import { regressionProblem } from '../../models/index.js';
import { mae, r2, rmse } from '../../training/index.js';
import { aboveErrors, numberScoreHeads, numberScoreOf, numberScoreRows } from '../score/number-score.js';
import { intervalOf, intervalText } from '../score/prediction-interval.js';
import { largestErrors } from './largest-errors.js';
import type { NodeKind } from './node-kind.js';
import { predictUnlearned } from './predict-unlearned.js';

/** Numbers of nodes. */
export const numbersKind: NodeKind<'regression'> = {
  name: 'regression',
  problem(graph, { nodeType, labelColumn, split }, seed, { loss }) {
    const options = loss === undefined ? {} : { loss };
    return { ...regressionProblem(graph, nodeType, split(seed), seed, labelColumn, options), labelColumn };
  },
  predict: async (model, rows, run) => ({ values: await model.predict(rows, run), rows, width: 1 }),
  score: (model, predictions, { targets, seed }, figures) => numberScoreOf(model, predictions, targets, seed, figures),
  checkAsked(_, { calibrate, goal }) {
    const asked = calibrate ? 'calibrate' : goal ? 'goal' : undefined;
    if (!asked) return;
    throw new HeteroGraphError('INVALID_OPTION', `The option ${asked} is for classes, and numbers are learned.`, {
      column: asked,
      hint: "Leave it out, or learn classes with task: 'classification'.",
    });
  },
  async choose(model, { split, targets }, _, run) {
    if (split.valid.length === 0) return undefined;
    return intervalOf({ ...(await predictUnlearned(model, split.valid, run)), width: 1 }, targets);
  },
  decide: (predictions, _, interval) => ({ ...predictions, interval }),
  choicesText: (interval) => [intervalText(interval)],
  figures: (prediction, { targets }) =>
    Object.fromEntries([mae, rmse, r2].map((metric) => [metric.name, metric.compute(prediction, targets)])),
  main: () => mae,
  // Errors say nothing of a quantile.
  judge: (scores, { loss }) => (loss?.startsWith('quantile') ? undefined : aboveErrors(scores)),
  table: (scores) => ({ heads: numberScoreHeads, rows: numberScoreRows(scores) }),
  pictures(_, predictions, problem) {
    const { values, rows } = predictions;
    const { targets, labelColumn } = problem;
    return {
      mistakes: largestErrors(predictions, problem),
      numbers: { name: labelColumn, actual: Array.from(rows, (row) => targets.values[row]!), predicted: values },
    };
  },
};
