export {
  availableBackends,
  type BackendName,
  type BackendStatus,
  getBackend,
  setBackend,
} from '../tensor/index.js';
export { checkSameRun, hasCheckpoint, readCheckpoint } from './checkpoint/read.js';
export type { ParameterShape, RunConfig, Snapshot, TrainingProgress } from './checkpoint/snapshot.js';
export { writeCheckpoint } from './checkpoint/write.js';
export { EarlyStopping, type ResolvedCriterion, resolveCriterion, type SelectionState } from './early-stopping.js';
export { type Evaluation, evaluate } from './evaluate.js';
export { type HistoryColumns, TrainingHistory } from './history.js';
export { defaultLoss, multiHotLoss, sigmoidLoss, softmaxLoss } from './losses/cross-entropy.js';
export { accuracy } from './metrics/accuracy.js';
export { type BootstrapOptions, bootstrapIntervals, type Interval } from './metrics/bootstrap.js';
export {
  brier,
  type Calibration,
  calibration,
  expectedCalibrationError,
  type ReliabilityBin,
} from './metrics/calibration.js';
export { type ClassScore, classReport } from './metrics/class-report.js';
export { confusionMatrix } from './metrics/counts.js';
export { checkPrediction, predictedClasses, predictedFlags, trueClasses, trueFlags } from './metrics/decisions.js';
export { macroF1, microF1 } from './metrics/f1.js';
export { logLoss } from './metrics/log-loss.js';
export { probabilities } from './metrics/probabilities.js';
export { averagePrecisionOf, rocAucOf } from './metrics/ranking.js';
export { averagePrecision, rocAuc, rocAucPerClass } from './metrics/ranking-metrics.js';
export { type PredictOptions, predict, predictRows } from './predict.js';
export { Trainer } from './trainer.js';
export type { CheckpointOptions, FitOptions, TrainerOptions } from './trainer-options.js';
export type {
  ClassCounts,
  Criterion,
  EpochReport,
  FitResult,
  ForwardMode,
  Loss,
  Metric,
  Model,
  MultiLabelTargets,
  OptimizerOptions,
  Prediction,
  SingleLabelTargets,
  StopReason,
  Targets,
  TrainerCallbacks,
  TrainingRows,
} from './types.js';
