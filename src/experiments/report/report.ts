import { join } from 'node:path';
import { describeGraph } from '../../graph/index.js';
import type { ClassificationProblem, Flow } from '../../models/index.js';
import type { ExecutionReport } from '../../schedule/index.js';
import {
  classReport,
  confusionMatrix,
  type FitResult,
  type Prediction,
  predictedClasses,
  trueClasses,
} from '../../training/index.js';
import { reportHtml } from '../../viz/index.js';
import { largestClasses, MAX_CONFUSION_CLASSES } from '../../viz/internal.js';
import { writeFile } from '../disk/write-file.js';
import type { RunConfig } from '../run/run-config.js';
import { runFiles } from '../run/run-folder.js';
import type { Score } from '../score/score.js';
import { scoreHeads, scoreRows } from '../score/score-table.js';
import { runFacts } from './run-facts.js';

export interface RunResult {
  readonly config: RunConfig;
  readonly problem: ClassificationProblem;
  readonly classes: readonly string[];
  /** Of models trained in epochs. */
  readonly training: FitResult | undefined;
  readonly prediction: Prediction;
  /** Of the pre-computation; undefined where its result was read. */
  readonly execution: ExecutionReport | undefined;
  /** Of models with attention: where the states of the test rows came from. */
  readonly flow?: Flow | undefined;
  readonly summary: {
    readonly data: string;
    readonly scores: readonly Score[];
    readonly remarks: readonly string[];
    readonly totalSeconds: number;
    readonly peakMiB: number;
  };
}

/** Writes `report.html`: scores, learning curve, confusion, classes, operators over time, schema, configuration. */
export async function writeReport(
  folder: string,
  { config, problem, classes, training, prediction, execution, flow, summary }: RunResult,
): Promise<void> {
  const { graph, targets, split } = problem;
  const confusion =
    targets.kind === 'single'
      ? confusionOf(trueClasses(prediction.rows, targets), predictedClasses(prediction), classes)
      : undefined;
  const perClass = classReport(prediction, targets).map((each) => ({ class: classes[each.index]!, ...each }));
  const html = reportHtml({
    title: `${config.model} on ${summary.data}`,
    summary: `${config.nodeType}.${config.labelColumn}: ${split.train.length} training rows, ${split.valid.length} for validation, ${split.test.length} for the test. Intervals are 95 % bootstrap intervals over the test rows.`,
    scores: { heads: scoreHeads, rows: scoreRows(summary.scores) },
    ...(training ? { history: { curves: training.history.toJSON(), bestEpoch: training.bestEpoch } } : {}),
    ...(confusion ? { confusion } : {}),
    perClass,
    ...(execution ? { execution } : {}),
    ...(flow ? { flow } : {}),
    schema: describeGraph(graph),
    facts: runFacts(summary, {
      ...(training ? { epochs: training.epochs, 'best epoch': training.bestEpoch } : {}),
      ...(summary.remarks.length > 0 ? { remarks: summary.remarks.join(' ') } : {}),
    }),
    config,
  });
  await writeFile(join(folder, runFiles.report), html);
}

/** The confusion matrix as it is drawn: of very many classes the whole would not fit into memory. */
function confusionOf(actual: Int32Array, predicted: Int32Array, classes: readonly string[]) {
  const sizes = new Float64Array(classes.length);
  for (const c of actual) sizes[c]!++;
  const { place, names } = largestClasses(sizes, classes, MAX_CONFUSION_CLASSES);
  const shown = (of: Int32Array) => of.map((c) => place[c]!);
  return { cells: confusionMatrix(shown(actual), shown(predicted), names.length), classes: names };
}
