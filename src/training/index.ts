export { type HistoryColumns, TrainingHistory } from './history.js';
export type {
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
