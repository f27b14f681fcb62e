import type { HeteroGraphError, RunOptions } from '../../core/index.js';
import type { HeteroGraph, NodeSplit } from '../../graph/index.js';
import type { CostModel, ExecutionReport } from '../../schedule/index.js';
import type { ClassWeight, FitResult, RegressionTargets, Targets, TrainerCallbacks } from '../../training/index.js';
import type { ModelComparison } from './comparison.js';
import type { ExplainOptions, Explanation, Flow } from './explanation.js';
import type { FittedOn } from './fitted-on.js';
import type { InferenceOptions } from './inference-options.js';

export type { InferenceOptions };

/** What problems of nodes of one type have in common. Shape letters: N nodes of the target type, C classes, B rows. */
export interface NodeProblem {
  readonly graph: HeteroGraph;
  readonly nodeType: string;
  readonly split: NodeSplit;
  /** Seed of everything random in the model. */
  readonly seed: number;
}

/** Classes of the nodes of a type, from one of its label columns. */
export interface ClassificationProblem extends NodeProblem {
  readonly kind: 'classification';
  readonly targets: Targets;
  /** Where the labels come from; default: the node type's first label column. */
  readonly labelColumn?: string;
  /**
   * How much the rows of each class count, default all the same. Heeded by `logistic`, `gbdt` and the models that are trained in epochs; others, such as `ridge`
   * and label propagation, count all rows the same.
   */
  readonly classWeight?: ClassWeight;
}

/**
 * What a model trained in epochs, or one of boosted trees, makes small: the mean of squared errors, of absolute ones, or of Huber's, which are squared up to one
 * standard deviation of the training numbers and absolute beyond; `poisson`, of counts, whose logarithm is what the model adds up, so that no
 * prediction is below 0; `quantile=0.9`, whose predictions lie above nine of ten numbers.
 */
export type NumberLoss = 'squared' | 'absolute' | 'huber' | 'poisson' | `quantile=${number}`;

/** One number of each node of a type, from one of its columns. */
export interface RegressionProblem extends NodeProblem {
  readonly kind: 'regression';
  /** [N] in their own units, NaN where unknown; models scale them by the training rows and give predictions in the same units. */
  readonly targets: RegressionTargets;
  /** Where the numbers come from; models that read them of the training rows need its name. */
  readonly labelColumn?: string;
  /** Default 'squared'. Models that are neither trained in epochs nor of trees minimise squared errors, whatever is named. */
  readonly loss?: NumberLoss;
}

/** What a model is asked to learn of nodes. */
export type Problem = ClassificationProblem | RegressionProblem;

interface LearnedNodes {
  readonly nodeType: string;
  readonly labelColumn?: string;
  /** What the graph of the fit had; absent in models saved before it was kept. */
  readonly fittedOn?: FittedOn;
}

/** What a fitted model predicts: per row one score for every class. */
export interface LearnedClasses extends LearnedNodes {
  readonly kind: 'classification';
  /** Class names, in the order of the scores. */
  readonly classes: readonly string[];
  /** Whether a node may have several classes. */
  readonly multiLabel: boolean;
}

/** What a fitted model predicts: one number a row, in the units of the targets. */
export interface LearnedNumbers extends LearnedNodes {
  readonly kind: 'regression';
  /** Of the training rows. */
  readonly mean: number;
  /** Of the training rows: what the models' own numbers are multiplied with before the mean is added; 0 where all are equal. */
  readonly deviation: number;
  /** `log`: the model's own numbers are logarithms of shares of the mean. Default: they are deviations from it. */
  readonly link?: 'log';
}

/** Says what the numbers of a prediction mean. */
export type LearnedTask = LearnedClasses | LearnedNumbers;

/** What every model reports after fitting. */
export interface FitReport {
  /** Wall seconds by stage, in order. */
  readonly seconds: Readonly<Record<string, number>>;
  /** Of models trained in epochs: history, best epoch, what stopped it. */
  readonly training?: FitResult;
  readonly numParameters?: number;
  /** Why stored pre-computed features could not be used or kept; the fit went on without. */
  readonly storeProblem?: HeteroGraphError;
  /** Of models with a pre-computation that ran now: what ran where and when. */
  readonly execution?: ExecutionReport;
  /** Of models that choose among others: how. */
  readonly comparison?: ModelComparison;
}

/** What a fit may use; nothing here changes a result. A model ignores what it has no use for. */
export interface ModelResources {
  /** Folder of the training's checkpoint, from which an interrupted fit continues; default none. */
  readonly checkpointDir?: string;
  /** Epochs between two checkpoints; default: the trainer's. */
  readonly checkpointEvery?: number;
  /** Folder in which pre-computed features are kept by key and found again; default none. */
  readonly store?: string;
  /**
   * Bytes of the kernels' memory for a pre-computation and its result: beyond it, tensors are written to disk, and the input of
   * training is read batch by batch. Default no limit.
   */
  readonly memoryBytes?: number;
  /** Costs to plan a pre-computation by, which learn from it; default: rough ones. */
  readonly costs?: CostModel;
  readonly callbacks?: readonly TrainerCallbacks[];
}

/** Representations of nodes, [rows, width], row-major. */
export interface Embedding {
  readonly values: Float32Array;
  readonly width: number;
}

/** Predictions of rows that were not learned for them. */
export interface HeldOutPredictions {
  /** Ascending. */
  readonly rows: Int32Array;
  /** As {@link Estimator.predict} gives them, [rows, C] or [rows], row-major. */
  readonly values: Float32Array;
}

/** Everything that a fitted model needs to predict again: plain data and weights. */
export interface SavedModel {
  /** Name in the registry. */
  readonly model: string;
  readonly settings: object;
  readonly seed: number;
  readonly task: LearnedTask;
  /** What else the model keeps, as JSON. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** One array per parameter. */
  readonly weights: readonly Float32Array[];
  /** Rows whose labels are an input of the model; empty where there are none. */
  readonly trainRows: Int32Array;
}

/** One interface for all models: fit on the training rows, then predict or embed any rows. */
export interface Estimator {
  /** What tables of scores call it. */
  readonly name: string;
  /** What was fitted. @throws {HeteroGraphError} NOT_FITTED */
  readonly task: LearnedTask;
  /** Whether {@link embed} has an answer. */
  readonly hasEmbedding: boolean;
  /** Whether labels of the training rows are an input, so that graphs of other nodes cannot be predicted. */
  readonly usesTrainingLabels: boolean;
  /**
   * The validation rows may choose the best epoch, and be learned where the settings say so; the test rows are never looked at.
   *
   * @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, SHAPE_MISMATCH; of the split WRONG_DTYPE, INDEX_OUT_OF_RANGE,
   *   DUPLICATE_ID, OVERLAPPING_SPLIT, UNLABELLED_ROW; and what the model says
   */
  fit(problem: Problem, options?: RunOptions): Promise<FitReport>;
  /**
   * What the task says, one row of numbers per node, row-major. Classification: scores [B, C]. Single label: the class is the
   * arg-max (ties: the lowest class). Multi-label: a class is predicted where its score is above 0. Regression: numbers [B] in the
   * units of the targets, as float32 (7 digits).
   *
   * @throws {HeteroGraphError} NOT_FITTED; MODEL_MISMATCH naming what the graph lacks or has besides; INVALID_OPTION; of rows
   *   WRONG_DTYPE, INDEX_OUT_OF_RANGE
   */
  predict(rows: Int32Array, options?: InferenceOptions): Promise<Float32Array>;
  /**
   * Where the validation rows are learned, too: what was predicted of labelled rows of the fit by parts of the model that did not learn them, to
   * choose thresholds, calibration and intervals by. Absent on other models, whose validation rows chose an epoch at most, and on saved ones that
   * were loaded again.
   */
  readonly heldOut?: HeldOutPredictions | undefined;
  /** @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL, and as {@link predict} */
  embed(rows: Int32Array, options?: InferenceOptions): Promise<Embedding>;
  /**
   * Why the model gave its scores to nodes: weights of relations, edges that mattered, how faithful that is. Absent where the model passes no
   * messages.
   *
   * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL where it has no attention and attention is asked for; NO_ROWS; and as {@link predict}
   */
  explain?(rows: Int32Array, options?: ExplainOptions): Promise<Explanation>;
  /** The data of a Sankey picture of the weights. @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL, NO_ROWS, and as {@link predict} */
  flow?(rows: Int32Array, options?: InferenceOptions): Promise<Flow>;
  /** What `saveModel` writes. @throws {HeteroGraphError} NOT_FITTED */
  save(): Promise<SavedModel>;
  dispose(): void;
}
