export {
  type DataFormat,
  type DataOptions,
  type DataSource,
  dataFormats,
  type GraphOptions,
  type NodeTask,
  type OpenedData,
  openData,
  type PlainEdgeOptions,
  type RowTable,
  writeTable,
} from '../data/index.js';
export {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type LabelShareCurve,
  type LabelShareOptions,
  labelShareCurve,
  type ValidatedModel,
} from './cross-validate.js';
export { guessTask, type NodeTaskKind, type TaskGuess } from './data/guess-task.js';
export { type InitFolderOptions, type InitialisedFolder, initFolder } from './data/init-folder.js';
export { type ChosenTask, nodeTask } from './data/node-task.js';
export { type Preparation, type PrepareOptions, prepareFeatures } from './data/prepare-features.js';
export type { UsedColumn } from './data/used-columns.js';
export type { EmbeddingRunConfig } from './embedding/embedding-config.js';
export { type EmbeddingRun, openEmbeddingRun } from './embedding/embedding-run.js';
export {
  type EmbeddingEvents,
  type EmbeddingExperiment,
  type EmbeddingSummary,
  type EmbeddingTrainOptions,
  trainEmbeddings,
} from './embedding/train-embeddings.js';
export type { Experiment, ExperimentEvents, ExperimentSummary, RunOf, TrainOptions } from './experiment.js';
export { explainExperiment } from './explain-experiment.js';
export { forecastReport } from './forecast/forecast-report.js';
export { listForecastReport } from './forecast/list-forecast-report.js';
export type { StructureGain } from './graphs/structure.js';
export type { AskedChoices } from './kinds/asked.js';
export type { ComparedLinkModel, LinkComparison } from './links/choose-model.js';
export type { LinkRunConfig } from './links/link-config.js';
export { type LinkAnswers, type LinkRun, openLinkRun } from './links/link-run.js';
export type { LinkScore } from './links/link-score.js';
export {
  type LinkExperiment,
  type LinkExperimentEvents,
  type LinkSummary,
  type LinkTrainOptions,
  trainLinks,
} from './links/train-links.js';
export type { NodeRun, RowChoice, RowsToUse, RunInference, TrainedDataOptions } from './node-run.js';
export type { ExperimentOptions } from './prepare.js';
export type {
  ComparedRecommender,
  RecommenderComparison,
} from './recommend/choose-recommender.js';
export type { InteractionNames } from './recommend/find-interactions.js';
export type { InteractionOptions, InteractionReading } from './recommend/read-interactions.js';
export type { RecommendRunConfig } from './recommend/recommend-config.js';
export type {
  RecommendEvents,
  RecommendExperiment,
  RecommendSummary,
  RecommendTrainOptions,
} from './recommend/recommend-experiment.js';
export { openRecommenderRun, type RecommenderRun } from './recommend/recommender-run.js';
export type { RecommenderScore } from './recommend/recommender-score.js';
export type { InteractionParts } from './recommend/split-interactions.js';
export { trainRecommender } from './recommend/train-recommender.js';
export {
  openRegressionRun,
  type RegressionEvaluation,
  type RegressionPredictions,
  type RegressionRun,
} from './regression-run.js';
export type { RunConfig } from './run/run-config.js';
export type { PositiveClass } from './score/class-figures.js';
export type { RegressionScore } from './score/number-score.js';
export type { PredictionInterval } from './score/prediction-interval.js';
export type { Score } from './score/score.js';
export { type MeanInterval, type MeanIntervalOptions, meanInterval } from './statistics/mean-interval.js';
export { type PairedComparison, pairedComparison } from './statistics/paired-comparison.js';
export { trainExperiment } from './train-experiment.js';
export { openRun, type RunEvaluation, type RunPredictions, type TrainedRun } from './trained-run.js';
export { validationReport } from './validation-report.js';
