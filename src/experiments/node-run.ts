import { join } from 'node:path';
import { checkRows, expectArgument, HeteroGraphError, type RunOptions } from '../core/index.js';
import { type DataOptions, type OpenedData, openData } from '../data/index.js';
import { givenCells } from '../data/internal.js';
import { embedTexts, type HeteroGraph, hashGraph, type TextEmbedder } from '../graph/index.js';
import { needsEmbedder } from '../graph/internal.js';
import {
  type Embedding,
  type Estimator,
  type ExplainOptions,
  type Explanation,
  explainByPrediction,
  type InferenceOptions,
  loadModel,
} from '../models/index.js';
import type { ClassChoices } from '../training/index.js';
import { cacheFolder } from './data/cache-folder.js';
import { driftRemarks } from './data/drift-remarks.js';
import { nodeTask } from './data/node-task.js';
import { prepareFeatures } from './data/prepare-features.js';
import { splitMasks } from './data/split-masks.js';
import { readChoices } from './run/run-choices.js';
import type { RunConfig } from './run/run-config.js';
import { readRunConfig, runFiles } from './run/run-folder.js';
import type { PredictionInterval } from './score/prediction-interval.js';

/** All nodes of the type, the test rows, or those without a label. */
export type RowChoice = 'all' | 'test' | 'unlabelled';

/** The same, or row numbers, in any order. */
export type RowsToUse = RowChoice | Int32Array;

/** How to use a trained model on the data of its run: `onRemark` is told at once what the results name in `remarks`. */
export type RunInference = Omit<InferenceOptions, 'graph'>;

/** What there is to know of a result that stopped nothing, such as edge types of the training that the data have no edges of. */
export interface Remarked {
  readonly remarks: readonly string[];
}

/** On which data a trained model is used, and what they may differ in. */
export interface TrainedDataOptions extends DataOptions {
  /**
   * Refuse data that differ from those of the training in what is only remarked otherwise: categories that are new, columns whose values are
   * spread otherwise, relations without edges. Default false.
   */
  readonly strict?: boolean;
  /** Population stability index above which a column counts as drifted; default 0.25. */
  readonly driftLimit?: number;
  /** Makes vectors of texts, where the run was trained with one of the same name. */
  readonly embedText?: TextEmbedder;
}

export type RunParts = Pick<
  NodeRun,
  'folder' | 'config' | 'model' | 'opened' | 'graph' | 'isTrainedOn' | 'choices' | 'strict'
>;

/**
 * A run that `trainExperiment` kept, with its model and the data to use it on; other data than those of the training may lack the column
 * that is predicted.
 *
 * @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE, UNKNOWN_MODEL, MODEL_MISMATCH, and as `openData`
 */
export async function openParts(folder: string, given: TrainedDataOptions, run: RunOptions): Promise<RunParts> {
  expectArgument(given, 'object', 'options');
  const { strict = false, driftLimit, embedText, ...options } = given;
  const config = await readRunConfig(folder);
  const model = await loadModel(join(folder, runFiles.model), { store: cacheFolder(options.cache, 'features') });
  try {
    const isOther = [options.dataset, options.data, options.graph].some((each) => each !== undefined);
    const target = options.target ?? `${config.nodeType}.${config.labelColumn}`;
    const source = {
      ...(isOther && options.data !== undefined ? readingOf(config.source) : {}),
      ...options,
      ...(isOther ? {} : sourceOf(config)),
      target,
    };
    const opened = await openData(source, run, { targetMayBeAbsent: isOther });
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
    const remarks: string[] = [];
    const onRemark = (text: string) => remarks.push(text);
    const texts =
      embedText && needsEmbedder(config.preparation)
        ? await embedTexts(opened.graph, embedText, { ...run, encoder: config.preparation })
        : undefined;
    const { graph } = prepareFeatures(opened.graph, {
      given: config.preparation,
      ...(texts ? { texts } : {}),
      ...(isTrainedOn ? {} : { onRemark }),
    });
    if (!isTrainedOn) remarks.push(...driftRemarks(opened.graph, config.preparation, driftLimit));
    if (strict && remarks.length > 0) throw otherData(remarks);
    const known = { ...opened, remarks: [...opened.remarks, ...remarks] };
    const { task } = model;
    const numClasses = task.kind === 'classification' ? task.classes.length : 1;
    const choices = await readChoices(folder, task.kind, numClasses);
    return { folder, config, model, opened: known, graph, isTrainedOn, choices, strict };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function otherData(remarks: readonly string[]): HeteroGraphError {
  return new HeteroGraphError('MODEL_MISMATCH', `The data differ from those of the training. ${remarks.join(' ')}`, {
    hint: 'Look at the data; or open the run without strict, which makes these remarks.',
  });
}

/** How tables of the training were read: other tables are read alike. */
function readingOf(source: RunConfig['source']): DataOptions {
  if (!('data' in source)) return {};
  const { mapping, onBadCell, nullTexts } = source;
  return { ...(mapping ? { mapping } : {}), ...givenCells({ onBadCell, nullTexts }) };
}

function sourceOf({ source }: RunConfig): DataOptions {
  if (!('graph' in source)) return source;
  throw new HeteroGraphError('INVALID_OPTION', 'The run was trained on a graph in memory.', {
    hint: 'Give the graph again: openRun(folder, { graph }).',
  });
}

/** A trained model with the graph to use it on, whatever it predicts. */
export abstract class NodeRun {
  /** Where it is kept; undefined where it is not. */
  readonly folder: string | undefined;
  readonly config: RunConfig;
  readonly model: Estimator;
  readonly opened: OpenedData;
  /** With the features that the run prepared. */
  readonly graph: HeteroGraph;
  /** Whether it is the graph of the training: then rows were trained on, and the split says which. */
  readonly isTrainedOn: boolean;
  /** What the validation rows of the training decided: calibration and thresholds of classes, the interval of numbers. */
  readonly choices: ClassChoices | PredictionInterval | undefined;

  /** Whether it is refused to predict on data that differ from those of the training in what a remark would name. */
  readonly strict: boolean;

  constructor({ folder, config, model, opened, graph, isTrainedOn, choices, strict }: RunParts) {
    this.strict = strict;
    this.folder = folder;
    this.config = config;
    this.model = model;
    this.opened = opened;
    this.graph = graph;
    this.isTrainedOn = isTrainedOn;
    this.choices = choices;
  }

  /** @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL, MODEL_MISMATCH, NO_ROWS */
  async embed(
    choice: RowsToUse = 'all',
    run: RunInference = {},
  ): Promise<Embedding & Remarked & { readonly rows: Int32Array }> {
    const rows = this.rows(choice);
    const { options, remarks } = this.inference(run);
    return { remarks, rows, ...(await this.model.embed(rows, options)) };
  }

  /**
   * Why the model gave its scores to nodes: see `Estimator.explain`, and for models without it `explainByPrediction`.
   *
   * @param ids external ids of nodes of the run's type
   * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL, UNKNOWN_ID, NO_ROWS, MODEL_MISMATCH, INVALID_OPTION
   */
  async explain(
    ids: readonly (string | number)[],
    { onRemark, signal, onProgress, ...asked }: Omit<ExplainOptions, 'graph'> = {},
  ): Promise<Explanation & Remarked> {
    const { nodeType } = this.config;
    const index = this.graph.ids(nodeType);
    const rows = Int32Array.from(ids, (id) => {
      const row = index.indexOf(id);
      if (row >= 0) return row;
      throw new HeteroGraphError('UNKNOWN_ID', `There is no node with the id ${JSON.stringify(String(id))}.`, {
        type: nodeType,
        hint: 'See to spelling and node type; ids of types without an id column are row numbers.',
      });
    });
    const { options, remarks } = this.inference({
      ...(onRemark ? { onRemark } : {}),
      ...(signal ? { signal } : {}),
      ...(onProgress ? { onProgress } : {}),
    });
    const { model } = this;
    if (model.explain) return { remarks, ...(await model.explain(rows, { ...asked, ...options })) };
    const { graph = this.graph, ...rest } = options;
    return { remarks, ...(await explainByPrediction(model, graph, rows, { ...asked, ...rest })) };
  }

  /** External ids of rows; row numbers where the type has no id column. */
  protected idsOf(rows: Int32Array): (string | number)[] {
    const index = this.graph.ids(this.config.nodeType);
    return Array.from(rows, (row) => index.idOf(row));
  }

  /** @throws {HeteroGraphError} NO_ROWS; of row numbers WRONG_DTYPE, INDEX_OUT_OF_RANGE */
  rows(choice: RowsToUse): Int32Array {
    const { nodeType, labelColumn } = this.config;
    if (typeof choice !== 'string') {
      checkRows(choice, this.graph.numNodes(nodeType), 'rows', { type: nodeType });
      return choice;
    }
    if (choice === 'test') return this.#testRows();
    const all = Int32Array.from({ length: this.graph.numNodes(nodeType) }, (_, row) => row);
    const isLabelled = this.labelled();
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

  /** Says which rows have what is predicted; undefined where the graph has no such column. */
  protected abstract labelled(): ((row: number) => boolean) | undefined;

  #testRows(): Int32Array {
    const { nodeType, labelColumn, seed } = this.config;
    const hasMask = splitMasks(this.opened.graph, nodeType).test !== undefined;
    const isLabelled = this.labelled();
    const rows =
      this.isTrainedOn || hasMask
        ? nodeTask(this.opened, `${nodeType}.${labelColumn}`, this.config.task).split(seed).test
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

  /** Whether the graph has the column that is predicted. */
  protected hasTarget(): boolean {
    const { nodeType, labelColumn } = this.config;
    return this.graph.nodeSchema(nodeType).columns.some(({ name }) => name === labelColumn);
  }

  /** Options of the model's calls, whose remarks are kept. */
  protected inference({ onRemark, ...run }: RunInference): Remarked & { readonly options: InferenceOptions } {
    const remarks: string[] = [];
    const remark = (text: string) => {
      if (this.strict) throw otherData([text]);
      remarks.push(text);
      onRemark?.(text);
    };
    return { options: { graph: this.graph, ...run, onRemark: remark }, remarks };
  }
}
