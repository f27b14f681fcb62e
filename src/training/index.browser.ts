export { type LoadBatchesOptions, loadBatches } from '../core/index.js';
export type { HistoryColumns, ParameterShape, RunConfig, Snapshot, TrainingProgress } from '../files/index.js';
export type { ForwardMode } from '../layers/index.js';
export {
  availableBackends,
  type BackendName,
  type BackendStatus,
  getBackend,
  setBackend,
} from '../tensor/index.js';
export { checkFinite } from './check-finite.js';
export { type ChoiceOptions, chooseOnRows, withChoices } from './classification/choices/choose.js';
export type {
  CalibrationMethod,
  ChosenThreshold,
  ClassChoices,
  DecisionGoal,
  IsotonicSteps,
} from './classification/choices/types.js';
export type { ClassWeight } from './classification/class-weights.js';
export { classWeights } from './classification/class-weights.js';
export {
  checkPrediction,
  predictedClasses,
  predictedFlags,
  trueClasses,
  trueFlags,
} from './classification/decisions.js';
export { defaultLoss, multiHotLoss, sigmoidLoss, softmaxLoss, weightedSoftmaxLoss } from './classification/losses.js';
export { accuracy } from './classification/metrics/accuracy.js';
export { type BootstrapOptions, bootstrapIntervals, type Interval } from './classification/metrics/bootstrap.js';
export {
  brier,
  type Calibration,
  calibration,
  expectedCalibrationError,
  type ReliabilityBin,
} from './classification/metrics/calibration.js';
export { type ClassScore, classReport } from './classification/metrics/class-report.js';
export { classScorer } from './classification/metrics/class-scorer.js';
export { confusionMatrix } from './classification/metrics/counts.js';
export { f1OfClass, macroF1, microF1 } from './classification/metrics/f1.js';
export { logLoss } from './classification/metrics/log-loss.js';
export { positiveClass } from './classification/metrics/positive-class.js';
export { probabilities } from './classification/metrics/probabilities.js';
export {
  averagePrecision,
  averagePrecisionOfClass,
  rocAuc,
  rocAucOfClass,
  rocAucPerClass,
} from './classification/metrics/ranking-metrics.js';
export { type ClassificationTaskOptions, classificationTask } from './classification/task.js';
export type {
  ClassCounts,
  Loss,
  Metric,
  MultiLabelTargets,
  Prediction,
  SingleLabelTargets,
  Targets,
} from './classification/types.js';
export { infoNceLoss } from './contrastive/info-nce.js';
export { pairLoss } from './contrastive/pair-loss.js';
export { supervisedContrastiveLoss } from './contrastive/supervised-contrastive.js';
export {
  type Criterion,
  type Objective,
  type ResolvedCriterion,
  resolveCriterion,
} from './criterion.js';
export { TrainingHistory } from './history.js';
export { filteredRanks } from './links/filtered-ranks.js';
export { hitsAt } from './links/hits-at.js';
export { meanRank } from './links/mean-rank.js';
export { meanReciprocalRank } from './links/mean-reciprocal-rank.js';
export { rawRanks } from './links/raw-ranks.js';
export type { Model } from './model.js';
export { type PredictOptions, predict, predictRows } from './predict-rows.js';
export { averagePrecisionOf, rocAucOf, type ThresholdPoint, thresholdPoints } from './ranking-scores.js';
export { bootstrapRegression } from './regression/bootstrap.js';
export {
  huberLoss,
  meanAbsoluteErrorLoss,
  meanSquaredErrorLoss,
  poissonLoss,
  quantileLoss,
} from './regression/losses.js';
export { mae, r2, rmse } from './regression/metrics.js';
export { type RegressionTaskOptions, regressionTask } from './regression/task.js';
export type {
  RegressionLoss,
  RegressionMetric,
  RegressionPrediction,
  RegressionTargets,
} from './regression/types.js';
export type { RowTask, RowTaskOptions, TrainingRows } from './rows/row-task.js';
export type { BatchRequest, EvaluateOptions, Evaluation, Task } from './task.js';
export { EarlyStopping, type SelectionState } from './trainer/early-stopping.js';
export { Trainer } from './trainer/trainer.js';
export type { CheckpointOptions, FitOptions, TrainerOptions } from './trainer/trainer-options.js';
export type { EpochReport, FitResult, StopReason, TrainerCallbacks } from './trainer/types.js';
