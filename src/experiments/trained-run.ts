import { HeteroGraphError, type RunOptions } from '../core/index.js';
import {
  type ClassChoices,
  type ClassScore,
  calibration,
  classReport,
  type Prediction,
  predictedClasses,
  predictedFlags,
  probabilities,
  withChoices,
} from '../training/index.js';
import { classesKind } from './kinds/classes.js';
import {
  NodeRun,
  openParts,
  type Remarked,
  type RowsToUse,
  type RunInference,
  type TrainedDataOptions,
} from './node-run.js';
import type { PositiveClass } from './score/class-figures.js';
import { classesTask } from './score/classes-task.js';
import { type Score, scoreOf } from './score/score.js';
import { targetsByName } from './score/targets.js';

/** Scores of a trained model with what the table of scores leaves out. */
export interface RunEvaluation extends Score, Remarked {
  readonly rows: number;
  readonly calibrationError: number;
  readonly perClass: readonly (ClassScore & { readonly class: string })[];
}

/** What a trained model predicts of nodes. */
export interface RunPredictions extends Remarked {
  readonly rows: Int32Array;
  /** External ids of the rows. */
  readonly ids: readonly (string | number)[];
  readonly classes: readonly string[];
  /** Class name per row, by the thresholds that the validation rows chose; where nodes may have several classes, names joined by `|`. */
  readonly predicted: readonly string[];
  /** [rows, C], row-major; calibrated where the run was asked for it. */
  readonly probabilities: Float32Array;
}

/**
 * Opens a run that `trainExperiment` kept, on the data of the training or on the data that the options name.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, UNKNOWN_MODEL, and as `openData`; MODEL_MISMATCH where the data are others, or
 *   the run predicts numbers
 */
export async function openRun(
  folder: string,
  options: TrainedDataOptions = {},
  run: RunOptions = {},
): Promise<TrainedRun> {
  const parts = await openParts(folder, options, run);
  if (parts.config.task !== 'regression') return new TrainedRun(parts);
  parts.model.dispose();
  throw new HeteroGraphError('MODEL_MISMATCH', 'The run predicts numbers, not classes.', {
    file: folder,
    hint: 'Open it with openRegressionRun.',
  });
}

/** A trained model of classes with the graph to use it on. */
export class TrainedRun extends NodeRun {
  /**
   * Scores the model on rows with labels: the test rows of the run; of other data, those of its mask `test`, else all labelled ones.
   *
   * @throws {HeteroGraphError} MISSING_LABELS, MODEL_MISMATCH, NO_ROWS
   */
  async evaluate(run: RunInference = {}): Promise<RunEvaluation> {
    const started = performance.now();
    const { nodeType, labelColumn, seed } = this.config;
    const { classes, multiLabel } = classesTask(this.model);
    const targets = targetsByName(this.graph, nodeType, labelColumn, classes, multiLabel);
    const { prediction, remarks } = await this.#predict(this.rows('test'), run);
    const seconds = { evaluate: (performance.now() - started) / 1000 };
    const scored = { prediction, targets, seed, positive: this.#positive() };
    const score = await scoreOf(this.model.name, scored, { seconds, parameters: undefined });
    return {
      ...score,
      remarks,
      rows: prediction.rows.length,
      calibrationError: calibration(prediction, targets).expectedError,
      perClass: classReport(prediction, targets).map((each) => ({ class: classes[each.index]!, ...each })),
    };
  }

  /** @throws {HeteroGraphError} MODEL_MISMATCH, NO_ROWS */
  async predict(choice: RowsToUse = 'all', run: RunInference = {}): Promise<RunPredictions> {
    const { classes, multiLabel } = classesTask(this.model);
    const rows = this.rows(choice);
    const { prediction, remarks } = await this.#predict(rows, run);
    return {
      remarks,
      rows,
      ids: this.idsOf(rows),
      classes,
      predicted: multiLabel ? joinedClasses(prediction, classes) : singleClasses(prediction, classes),
      probabilities: Float32Array.from(probabilities(prediction, multiLabel ? 'multi' : 'single')),
    };
  }

  /** The class that the training looked for; runs of earlier versions have none. */
  #positive(): PositiveClass | undefined {
    const { positiveClass } = this.config;
    if (positiveClass === undefined) return undefined;
    const index = classesTask(this.model).classes.indexOf(positiveClass);
    return index < 0 ? undefined : { index, class: positiveClass };
  }

  async #predict(rows: Int32Array, run: RunInference): Promise<Remarked & { readonly prediction: Prediction }> {
    const { options, remarks } = this.inference(run);
    const prediction = await classesKind.predict(this.model, rows, options);
    const kind = classesTask(this.model).multiLabel ? 'multi' : 'single';
    const choices = this.choices as ClassChoices | undefined;
    return { prediction: choices ? withChoices(prediction, kind, choices) : prediction, remarks };
  }

  protected override labelled(): ((row: number) => boolean) | undefined {
    const { nodeType, labelColumn } = this.config;
    const labels = this.hasTarget() ? this.graph.labels(nodeType, labelColumn) : undefined;
    if (!labels) return undefined;
    return (row) => (labels.kind === 'single' ? labels.values[row]! >= 0 : labels.labelled[row] === 1);
  }
}

function singleClasses(prediction: Prediction, classes: readonly string[]): string[] {
  return Array.from(predictedClasses(prediction), (c) => classes[c]!);
}

function joinedClasses(prediction: Prediction, classes: readonly string[]): string[] {
  const flags = predictedFlags(prediction);
  return Array.from(prediction.rows, (_, i) => classes.filter((_name, c) => flags[i * classes.length + c]).join('|'));
}
