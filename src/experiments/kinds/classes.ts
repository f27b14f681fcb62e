import { classificationProblem, taskOf } from '../../models/index.js';
import { chooseOnRows, positiveClass, withChoices } from '../../training/index.js';
import { belowBaselines } from '../score/below-baselines.js';
import { classFigures } from '../score/class-figures.js';
import { classesTask } from '../score/classes-task.js';
import { scoreOf } from '../score/score.js';
import { scoreTable } from '../score/score-table.js';
import { checkAskedOfClasses, classChoicesText } from './class-choices.js';
import { classPictures } from './class-pictures.js';
import type { NodeKind } from './node-kind.js';
import { predictUnlearned } from './predict-unlearned.js';

/** Classes of nodes. */
export const classesKind: NodeKind<'classification'> = {
  name: 'classification',
  problem(graph, { nodeType, labelColumn, split }, seed, { classWeight }) {
    const options = classWeight === undefined ? {} : { classWeight };
    const problem = classificationProblem(graph, nodeType, split(seed), seed, labelColumn, options);
    const index = positiveClass(problem.split.train, problem.targets);
    const positive = index === undefined ? undefined : { index, class: taskOf(problem).classes[index]! };
    return { ...problem, labelColumn, ...(positive ? { positive } : {}) };
  },
  async predict(model, rows, run) {
    return { logits: await model.predict(rows, run), rows, numClasses: classesTask(model).classes.length };
  },
  score: (model, prediction, { targets, seed, positive }, figures) =>
    scoreOf(model, { prediction, targets, seed, positive }, figures),
  checkAsked: checkAskedOfClasses,
  async choose(model, { split, targets, positive }, asked, run) {
    if (!asked.calibrate && !asked.goal) return undefined;
    const { rows, values: logits } = await predictUnlearned(model, split.valid, run);
    const prediction = { logits, rows, numClasses: classesTask(model).classes.length };
    return chooseOnRows(prediction, targets, { ...asked, positive: positive?.index });
  },
  decide: (prediction, { kind }, choices) => withChoices(prediction, kind, choices),
  choicesText: classChoicesText,
  figures: (prediction, { targets, positive }) => classFigures(prediction, targets, positive),
  main: ({ positive }) => ({ name: positive ? 'rocAuc' : 'micro', direction: 'max' }),
  judge: belowBaselines,
  table: scoreTable,
  pictures: (model, predictions, problem) => classPictures(classesTask(model).classes, predictions, problem),
};
