import type { ClassificationProblem } from '../../models/index.js';
import {
  averagePrecisionOf,
  calibration,
  classReport,
  classScorer,
  confusionMatrix,
  type Prediction,
  predictedClasses,
  probabilities,
  rocAucOf,
  type Targets,
  thresholdPoints,
  trueClasses,
} from '../../training/index.js';
import { carriesClass } from '../../training/internal.js';
import type { RankedClass, ReportContent, ReportTable } from '../../viz/index.js';
import { largestClasses, MAX_CONFUSION_CLASSES } from '../../viz/internal.js';
import { percent } from '../score/score-table.js';
import type { Named } from './named.js';
import type { Positive } from './node-kind.js';

/** Classes whose curves are drawn, those with the most rows. */
const CURVES = 6;
/** Mistakes that are listed. */
const MISTAKES = 15;

type Pictured = Pick<ClassificationProblem, 'targets' | 'nodeType'> & Named & Positive;

/** What a report shows of predicted classes. */
export function classPictures(
  classes: readonly string[],
  prediction: Prediction,
  problem: Pictured,
): Partial<ReportContent> {
  const { targets, positive } = problem;
  const perClass = classReport(prediction, targets).map((each) => ({ class: classes[each.index]!, ...each }));
  const largest = [...perClass].sort((a, b) => b.support - a.support).slice(0, CURVES);
  const ranked = positive ? [positive.index] : largest.map(({ index }) => index);
  const shared = {
    ranking: rankedClasses(ranked, classes, prediction, targets),
    calibration: calibration(prediction, targets).bins,
    perClass,
  };
  if (targets.kind !== 'single') return shared;
  const [actual, predicted] = [trueClasses(prediction.rows, targets), predictedClasses(prediction)];
  const mistakes = surestMistakes(actual, predicted, classes, prediction, problem);
  return {
    ...shared,
    ...(mistakes.rows.length > 0 ? { mistakes } : {}),
    confusion: confusionOf(actual, predicted, classes),
  };
}

function rankedClasses(
  chosen: readonly number[],
  classes: readonly string[],
  prediction: Prediction,
  targets: Targets,
): RankedClass[] {
  const scoresOf = classScorer(prediction, targets.kind);
  return chosen.map((c) => {
    const [scores, positive] = [scoresOf(c), carriesClass(prediction.rows, targets, c)];
    return {
      class: classes[c]!,
      points: thresholdPoints(scores, positive),
      rocAuc: rocAucOf(scores, positive),
      averagePrecision: averagePrecisionOf(scores, positive),
      share: positive.reduce((sum, flag) => sum + flag, 0) / Math.max(1, positive.length),
    };
  });
}

/** Wrong rows, those of the highest probability first. */
function surestMistakes(
  actual: Int32Array,
  predicted: Int32Array,
  classes: readonly string[],
  prediction: Prediction,
  { graph, nodeType }: Pictured,
): ReportTable {
  const chance = probabilities(prediction, 'single');
  const ids = graph.ids(nodeType);
  const wrong = Array.from(predicted, (c, i) => ({ i, chance: chance[i * classes.length + c]! }))
    .filter(({ i }) => predicted[i] !== actual[i])
    .sort((a, b) => b.chance - a.chance || a.i - b.i);
  return {
    heads: [nodeType, 'actual', 'predicted', 'probability %'],
    rows: wrong
      .slice(0, MISTAKES)
      .map(({ i, chance: sure }) => [
        ...[String(ids.idOf(prediction.rows[i]!)), classes[actual[i]!]!, classes[predicted[i]!]!, percent(sure)],
      ]),
    note: `The surest of ${wrong.length} wrong rows of ${predicted.length} test rows: labels that are wrong, or something that the model does not know.`,
  };
}

/** The confusion matrix as it is drawn: of very many classes the whole would not fit into memory. */
function confusionOf(actual: Int32Array, predicted: Int32Array, classes: readonly string[]) {
  const sizes = new Float64Array(classes.length);
  for (const c of actual) sizes[c]!++;
  const { place, names } = largestClasses(sizes, classes, MAX_CONFUSION_CLASSES);
  const shown = (of: Int32Array) => of.map((c) => place[c]!);
  return { cells: confusionMatrix(shown(actual), shown(predicted), names.length), classes: names };
}
