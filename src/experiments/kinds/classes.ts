import { classificationProblem, taskOf } from '../../models/index.js';
import {
  chooseOnRows,
  classReport,
  confusionMatrix,
  type Prediction,
  positiveClass,
  predictedClasses,
  type Targets,
  trueClasses,
  withChoices,
} from '../../training/index.js';
import { largestClasses, MAX_CONFUSION_CLASSES } from '../../viz/internal.js';
import { belowBaselines } from '../score/below-baselines.js';
import { classFigures } from '../score/class-figures.js';
import { classesTask } from '../score/classes-task.js';
import { scoreOf } from '../score/score.js';
import { scoreTable } from '../score/score-table.js';
import { checkAskedOfClasses, classChoicesText } from './class-choices.js';
import type { NodeKind } from './node-kind.js';

/** Classes of nodes. */
export const classesKind: NodeKind<'classification'> = {
  name: 'classification',
  problem(graph, { nodeType, labelColumn, split }, seed) {
    const problem = classificationProblem(graph, nodeType, split(seed), seed, labelColumn);
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
    const prediction = await classesKind.predict(model, split.valid, run);
    return chooseOnRows(prediction, targets, { ...asked, positive: positive?.index });
  },
  decide: (prediction, { kind }, choices) => withChoices(prediction, kind, choices),
  choicesText: classChoicesText,
  figures: (prediction, { targets, positive }) => classFigures(prediction, targets, positive),
  main: ({ positive }) => ({ name: positive ? 'rocAuc' : 'micro', direction: 'max' }),
  judge: belowBaselines,
  table: scoreTable,
  pictures: (model, predictions, { targets }) => classPictures(classesTask(model).classes, predictions, targets),
};

/** What a report shows of predicted classes. */
export function classPictures(classes: readonly string[], prediction: Prediction, targets: Targets) {
  const confusion =
    targets.kind === 'single'
      ? confusionOf(trueClasses(prediction.rows, targets), predictedClasses(prediction), classes)
      : undefined;
  const perClass = classReport(prediction, targets).map((each) => ({ class: classes[each.index]!, ...each }));
  return { ...(confusion ? { confusion } : {}), perClass };
}

/** The confusion matrix as it is drawn: of very many classes the whole would not fit into memory. */
function confusionOf(actual: Int32Array, predicted: Int32Array, classes: readonly string[]) {
  const sizes = new Float64Array(classes.length);
  for (const c of actual) sizes[c]!++;
  const { place, names } = largestClasses(sizes, classes, MAX_CONFUSION_CLASSES);
  const shown = (of: Int32Array) => of.map((c) => place[c]!);
  return { cells: confusionMatrix(shown(actual), shown(predicted), names.length), classes: names };
}
