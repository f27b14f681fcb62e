import type { RunOptions } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import type {
  ClassificationProblem,
  Estimator,
  InferenceOptions,
  NumberLoss,
  RegressionProblem,
} from '../../models/index.js';
import type { ClassChoices, ClassWeight, Objective, Prediction } from '../../training/index.js';
import type { ReportContent } from '../../viz/index.js';
import type { NodeTaskKind } from '../data/guess-task.js';
import type { ChosenTask } from '../data/node-task.js';
import type { PositiveClass } from '../score/class-figures.js';
import type { RegressionScore } from '../score/number-score.js';
import type { NumberPredictions, PredictionInterval } from '../score/prediction-interval.js';
import type { Score } from '../score/score.js';
import type { ScoreTable } from '../score/score-table.js';
import type { AskedChoices } from './asked.js';

/** Of two classes: the one that is looked for. */
export interface Positive {
  readonly positive?: PositiveClass | undefined;
}

/** What was asked for of the training itself. */
export interface AskedTraining {
  /** Of numbers: what training makes small; default 'squared'. */
  readonly loss?: NumberLoss;
  /** Of classes: how much the rows of each count; default all the same. */
  readonly classWeight?: ClassWeight;
}

/** What differs between learning classes of nodes and learning numbers of them. */
export interface NodeResults {
  readonly classification: {
    readonly problem: ClassificationProblem & Positive & { readonly labelColumn: string };
    readonly score: Score;
    readonly predictions: Prediction;
    readonly choices: ClassChoices;
  };
  readonly regression: {
    readonly problem: RegressionProblem & { readonly labelColumn: string };
    readonly score: RegressionScore;
    readonly predictions: NumberPredictions;
    readonly choices: PredictionInterval;
  };
}

export type ProblemOf<K extends NodeTaskKind> = NodeResults[K]['problem'];
export type ScoreOf<K extends NodeTaskKind> = NodeResults[K]['score'];
export type ChoicesOf<K extends NodeTaskKind> = NodeResults[K]['choices'];
export type PredictionsOf<K extends NodeTaskKind> = NodeResults[K]['predictions'];

/** How one of the two is trained, scored and shown. */
export interface NodeKind<K extends NodeTaskKind> {
  readonly name: K;
  problem(graph: HeteroGraph, task: ChosenTask, seed: number, asked: AskedTraining): ProblemOf<K>;
  /** Of rows of the problem's graph, or of the graph that is given. */
  predict(model: Estimator, rows: Int32Array, run: InferenceOptions): Promise<PredictionsOf<K>>;
  /**
   * Refuses what cannot be decided on the validation rows, before any work.
   *
   * @throws {HeteroGraphError} INVALID_OPTION, NO_ROWS
   */
  checkAsked(problem: ProblemOf<K>, asked: AskedChoices): void;
  /** What the validation rows decide about a fitted model; undefined for nothing. */
  choose(
    model: Estimator,
    problem: ProblemOf<K>,
    asked: AskedChoices,
    run: RunOptions,
  ): Promise<ChoicesOf<K> | undefined>;
  /** Predictions by these choices. */
  decide(predictions: PredictionsOf<K>, targets: ProblemOf<K>['targets'], choices: ChoicesOf<K>): PredictionsOf<K>;
  /** The choices in a sentence each; `classes` by number. */
  choicesText(choices: ChoicesOf<K>, asked: AskedChoices, classes: readonly string[]): string[];
  score(
    model: string,
    predictions: PredictionsOf<K>,
    problem: Pick<ProblemOf<K>, 'targets' | 'seed'> & Positive,
    figures: Pick<Score, 'seconds' | 'parameters'>,
  ): Promise<ScoreOf<K>>;
  /** The figures of {@link score} without intervals, by name. */
  figures(predictions: PredictionsOf<K>, problem: Pick<ProblemOf<K>, 'targets'> & Positive): Record<string, number>;
  /** The figure by which models are compared. */
  main(problem: Positive): Objective;
  /**
   * Says which simple models do better, baselines first and the model last; undefined where none does, or where the scores are not what was
   * learned.
   */
  judge(scores: readonly ScoreOf<K>[], problem: Pick<ProblemOf<K>, 'kind'> & AskedTraining): string | undefined;
  table(scores: readonly ScoreOf<K>[]): ScoreTable;
  /** What the report shows of the predictions of the test rows. */
  pictures(model: Estimator, predictions: PredictionsOf<K>, problem: ProblemOf<K>): Partial<ReportContent>;
}
