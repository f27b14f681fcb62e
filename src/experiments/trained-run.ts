import { join } from 'node:path';
import { HeteroGraphError, type RunOptions } from '../core/index.js';
import { type HeteroGraph, hashGraph } from '../graph/index.js';
import {
  type Embedding,
  type Estimator,
  type ExplainOptions,
  type Explanation,
  type InferenceOptions,
  loadModel,
} from '../models/index.js';
import {
  accuracy,
  type ClassScore,
  calibration,
  classReport,
  logLoss,
  type Prediction,
  predictedClasses,
  predictedFlags,
  probabilities,
} from '../training/index.js';
import { cacheFolder } from './data/cache-folder.js';
import { nodeTask } from './data/node-task.js';
import { type DataOptions, type OpenedData, openData } from './data/open-data.js';
import { prepareFeatures } from './data/prepare-features.js';
import { splitMasks } from './data/split-masks.js';
import type { RunConfig } from './run/run-config.js';
import { readRunConfig, runFiles } from './run/run-folder.js';
import { classesTask } from './score/classes-task.js';
import { type Score, scoreOf } from './score/score.js';
import { targetsByName } from './score/targets.js';

/** All nodes of the type, the test rows, or those without a label. */
export type RowChoice = 'all' | 'test' | 'unlabelled';

/** How to use a trained model on the data of its run: `onRemark` is told at once what the results name in `remarks`. */
export type RunInference = Omit<InferenceOptions, 'graph'>;

/** What there is to know of a result that stopped nothing, such as edge types of the training that the data have no edges of. */
interface Remarked {
  readonly remarks: readonly string[];
}

/** Scores of a trained model with what the table of scores leaves out. */
export interface RunEvaluation extends Score, Remarked {
  readonly rows: number;
  readonly accuracy: number;
  readonly logLoss: number;
  readonly calibrationError: number;
  readonly perClass: readonly (ClassScore & { readonly class: string })[];
}

/** What a trained model predicts of nodes. */
export interface RunPredictions extends Remarked {
  readonly rows: Int32Array;
  readonly classes: readonly string[];
  /** Class name per row; where nodes may have several classes, names joined by `|`. */
  readonly predicted: readonly string[];
  /** [rows, C], row-major. */
  readonly probabilities: Float32Array;
}

/**
 * Opens a run that `trainExperiment` kept, on the data of the training or on the data that the options name.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, UNKNOWN_MODEL, MODEL_MISMATCH, and as `openData`
 */
export async function openRun(folder: string, options: DataOptions = {}, run: RunOptions = {}): Promise<TrainedRun> {
  const config = await readRunConfig(folder);
  const model = await loadModel(join(folder, runFiles.model), { store: cacheFolder(options.cache, 'features') });
  try {
    const isOther = [options.dataset, options.data, options.graph].some((each) => each !== undefined);
    const target = options.target ?? `${config.nodeType}.${config.labelColumn}`;
    const opened = await openData({ ...options, ...(isOther ? {} : sourceOf(config)), target }, run);
    const isTrainedOn = hashGraph(opened.graph) === config.graph;
    if (!isOther && !isTrainedOn) {
      throw new HeteroGraphError('MODEL_MISMATCH', 'The data differ from those that the run was trained on.', {
        hint: 'Train again; or give the changed data as dataset, data or graph to use the model on them as they are.',
      });
    }
    if (!isTrainedOn && model.usesTrainingLabels) {
      throw new HeteroGraphError(
        'MODEL_MISMATCH',
        'The model takes training labels as input, which other data do not have.',
        { hint: 'Use the data of the run.' },
      );
    }
    const { graph } = prepareFeatures(opened.graph, config.preparation);
    return new TrainedRun({ folder, config, model, opened, graph, isTrainedOn });
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function sourceOf({ source }: RunConfig): DataOptions {
  if (!('graph' in source)) return source;
  throw new HeteroGraphError('INVALID_OPTION', 'The run was trained on a graph in memory.', {
    hint: 'Give the graph again: openRun(folder, { graph }).',
  });
}

type Parts = Pick<TrainedRun, 'folder' | 'config' | 'model' | 'opened' | 'graph' | 'isTrainedOn'>;

/** A trained model with the graph to use it on. */
export class TrainedRun {
  readonly folder: string;
  readonly config: RunConfig;
  readonly model: Estimator;
  readonly opened: OpenedData;
  /** With the features that the run prepared. */
  readonly graph: HeteroGraph;
  /** Whether it is the graph of the training: then rows were trained on, and the split says which. */
  readonly isTrainedOn: boolean;

  constructor({ folder, config, model, opened, graph, isTrainedOn }: Parts) {
    this.folder = folder;
    this.config = config;
    this.model = model;
    this.opened = opened;
    this.graph = graph;
    this.isTrainedOn = isTrainedOn;
  }

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
    const score = await scoreOf(this.model.name, prediction, targets, seed, { seconds, parameters: undefined });
    return {
      ...score,
      remarks,
      rows: prediction.rows.length,
      accuracy: accuracy.compute(prediction, targets),
      logLoss: logLoss.compute(prediction, targets),
      calibrationError: calibration(prediction, targets).expectedError,
      perClass: classReport(prediction, targets).map((each) => ({ class: classes[each.index]!, ...each })),
    };
  }

  /** @throws {HeteroGraphError} MODEL_MISMATCH, NO_ROWS */
  async predict(choice: RowChoice = 'all', run: RunInference = {}): Promise<RunPredictions> {
    const { classes, multiLabel } = classesTask(this.model);
    const rows = this.rows(choice);
    const { prediction, remarks } = await this.#predict(rows, run);
    return {
      remarks,
      rows,
      classes,
      predicted: multiLabel ? joinedClasses(prediction, classes) : singleClasses(prediction, classes),
      probabilities: Float32Array.from(probabilities(prediction, multiLabel ? 'multi' : 'single')),
    };
  }

  /** @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL, MODEL_MISMATCH, NO_ROWS */
  async embed(
    choice: RowChoice = 'all',
    run: RunInference = {},
  ): Promise<Embedding & Remarked & { readonly rows: Int32Array }> {
    const rows = this.rows(choice);
    const { options, remarks } = this.#inference(run);
    return { remarks, rows, ...(await this.model.embed(rows, options)) };
  }

  /**
   * Why the model gave its scores to nodes: see `Estimator.explain`.
   *
   * @param ids external ids of nodes of the run's type
   * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL, UNKNOWN_ID, NO_ROWS, MODEL_MISMATCH, INVALID_OPTION
   */
  async explain(
    ids: readonly (string | number)[],
    { onRemark, signal, onProgress, ...asked }: Omit<ExplainOptions, 'graph'> = {},
  ): Promise<Explanation & Remarked> {
    const { nodeType } = this.config;
    if (!this.model.explain) {
      throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${this.model.name} cannot be explained.`, {
        hint: 'Models that pass messages can, such as latte, hgt or rgcn.',
      });
    }
    const index = this.graph.ids(nodeType);
    const rows = Int32Array.from(ids, (id) => {
      const row = index.indexOf(id);
      if (row >= 0) return row;
      throw new HeteroGraphError('UNKNOWN_ID', `There is no node with the id ${JSON.stringify(String(id))}.`, {
        type: nodeType,
        hint: 'See to spelling and node type; ids of types without an id column are row numbers.',
      });
    });
    const { options, remarks } = this.#inference({
      ...(onRemark ? { onRemark } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    });
    return { remarks, ...(await this.model.explain(rows, { ...asked, ...options })) };
  }

  /** @throws {HeteroGraphError} NO_ROWS */
  rows(choice: RowChoice): Int32Array {
    const { nodeType, labelColumn } = this.config;
    if (choice === 'test') return this.#testRows();
    const all = Int32Array.from({ length: this.graph.numNodes(nodeType) }, (_, row) => row);
    const isLabelled = labelled(this.graph, nodeType, labelColumn);
    if (choice === 'all' || !isLabelled) return all;
    const rows = all.filter((row) => !isLabelled(row));
    if (rows.length > 0) return rows;
    throw new HeteroGraphError('NO_ROWS', 'There is no node without a label.', {
      type: nodeType,
      column: labelColumn,
      hint: "Take the rows 'all' or 'test'.",
    });
  }

  dispose(): void {
    this.model.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #testRows(): Int32Array {
    const { nodeType, labelColumn, seed } = this.config;
    const hasMask = splitMasks(this.opened.graph, nodeType).test !== undefined;
    const isLabelled = labelled(this.graph, nodeType, labelColumn);
    const rows =
      this.isTrainedOn || hasMask
        ? nodeTask(this.opened, `${nodeType}.${labelColumn}`).split(seed).test
        : Int32Array.from({ length: this.graph.numNodes(nodeType) }, (_, row) => row).filter(
            (row) => isLabelled?.(row) === true,
          );
    if (rows.length > 0) return rows;
    throw new HeteroGraphError('NO_ROWS', 'There is no labelled row to score.', {
      type: nodeType,
      column: labelColumn,
      hint: 'Give labels, or data whose mask `test` has labelled rows.',
    });
  }

  async #predict(rows: Int32Array, run: RunInference): Promise<Remarked & { readonly prediction: Prediction }> {
    const { options, remarks } = this.#inference(run);
    const logits = await this.model.predict(rows, options);
    return { prediction: { logits, rows, numClasses: classesTask(this.model).classes.length }, remarks };
  }

  /** Options of the model's calls, whose remarks are kept. */
  #inference({ onRemark, ...run }: RunInference): Remarked & { readonly options: InferenceOptions } {
    const remarks: string[] = [];
    const remark = (text: string) => {
      remarks.push(text);
      onRemark?.(text);
    };
    return { options: { graph: this.graph, ...run, onRemark: remark }, remarks };
  }
}

/** Says which rows have labels; undefined where the graph has no such column. */
function labelled(graph: HeteroGraph, nodeType: string, column: string): ((row: number) => boolean) | undefined {
  const labels = graph.labels(nodeType, column);
  if (!labels) return undefined;
  return (row) => (labels.kind === 'single' ? labels.values[row]! >= 0 : labels.labelled[row] === 1);
}

function singleClasses(prediction: Prediction, classes: readonly string[]): string[] {
  return Array.from(predictedClasses(prediction), (c) => classes[c]!);
}

function joinedClasses(prediction: Prediction, classes: readonly string[]): string[] {
  const flags = predictedFlags(prediction);
  return Array.from(prediction.rows, (_, i) => classes.filter((_name, c) => flags[i * classes.length + c]).join('|'));
}
