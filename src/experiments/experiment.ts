import type { HeteroGraphError, RunOptions } from '../core/index.js';
import type { Estimator, FitReport, ModelComparison } from '../models/index.js';
import type { BackendName } from '../tensor/index.js';
import type { NodeTaskKind } from './data/guess-task.js';
import type { UsedColumn } from './data/used-columns.js';
import type { StructureGain } from './graphs/structure.js';
import type { ChoicesOf, PredictionsOf, ScoreOf } from './kinds/node-kind.js';
import type { ExperimentOptions } from './prepare.js';
import type { RegressionRun } from './regression-run.js';
import type { RegressionScore } from './score/number-score.js';
import type { Score } from './score/score.js';
import type { TrainedRun } from './trained-run.js';

/** How to train and what to keep; T is what is learned. */
export interface TrainOptions<T extends NodeTaskKind | 'guess' = 'classification'> extends ExperimentOptions {
  readonly task?: T;
  /** Run folder: an interrupted training continues when it is called again with it. Default: nothing is kept. */
  readonly out?: string;
  /** Replace the run in the folder instead of continuing it. */
  readonly restart?: boolean;
  /** Whether simple models are trained on the same rows and scored too; default true. */
  readonly baselines?: boolean;
  /** Epochs between two checkpoints; default: one a minute. */
  readonly checkpointEvery?: number;
}

/** Of any task. */
export type AnyTrainOptions = TrainOptions<NodeTaskKind | 'guess'>;

/** What happens on the way. */
export interface ExperimentEvents extends RunOptions {
  /** Something that people should know and that stops nothing. */
  readonly onRemark?: (text: string) => void;
  /** A model starts. */
  readonly onModel?: (name: string) => void;
  /** A model is trained and scored. */
  onScore?(score: Score | RegressionScore): void;
}

/** Plain data, as `metrics.json` holds it; K is what was learned. */
export interface ExperimentSummary<K extends NodeTaskKind = 'classification'> {
  readonly data: string;
  readonly task: K;
  readonly backend: BackendName | undefined;
  readonly seed: number;
  /** Number of rows. */
  readonly rows: { readonly train: number; readonly valid: number; readonly test: number };
  /** Baselines first, the model last. */
  readonly scores: readonly ScoreOf<K>[];
  /** What became of the columns of the node types whose features were made; none where they have a matrix alone. */
  readonly columns: readonly UsedColumn[];
  /** What the validation rows decided about the model: calibration and thresholds of classes, the interval of numbers. */
  readonly choices?: ChoicesOf<K>;
  /** Where no model was named: the models that were compared, and why one was kept. */
  readonly comparison?: ModelComparison;
  /** Of whole graphs: what knowing who is joined to whom adds over models that see no edge. */
  readonly structure?: StructureGain;
  readonly loadSeconds: number;
  readonly totalSeconds: number;
  readonly peakMiB: number;
  /** What people should know of the result: why settings that nobody chose are what they are; which simple models score higher. */
  readonly remarks: readonly string[];
  /** The run folder; absent where nothing was kept. */
  readonly run?: string;
  /** Why the run or a part of it could not be kept, such as a full disk; the scores are those of the model all the same. */
  readonly problem?: HeteroGraphError;
}

/** The trained model with the graph to use it on. */
export type RunOf<K extends NodeTaskKind> = K extends 'regression' ? RegressionRun : TrainedRun;

/** A trained model with its scores; K is what was learned. */
export interface Experiment<K extends NodeTaskKind = 'classification'> {
  readonly summary: ExperimentSummary<K>;
  readonly scores: readonly ScoreOf<K>[];
  /** Of the model on the test rows. */
  readonly predictions: PredictionsOf<K>;
  readonly folder: string | undefined;
  /** Predicts, embeds and explains nodes of the graph, as the run that `openRun` opens. */
  readonly run: RunOf<K>;
  readonly model: Estimator;
  readonly report: FitReport;
  /** Frees the model. */
  dispose(): void;
}
