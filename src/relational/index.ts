export { TemporalIndex } from './aggregates/temporal-index.js';
export type { Window } from './aggregates/window.js';
export { type DatabaseOfOptions, databaseOf, type GraphDatabase } from './database/from-graph.js';
export { type OpenDatabaseOptions, type OpenedDatabase, openDatabase } from './database/open-database.js';
export type { CategoryColumn, Column, Database, ForeignKey, NumberColumn, RowIds, Table } from './database/types.js';
export { appendRows } from './features/append-rows.js';
export { type ComputeFeaturesOptions, computeFeatures } from './features/compute-features.js';
export type {
  AnchorPart,
  Down,
  FeaturePlan,
  LeftOut,
  Measure,
  Move,
  PlannedFeature,
  PlannedValue,
  WindowMeasure,
} from './features/plan.js';
export { type PlanOptions, planFeatures } from './features/plan-features.js';
export type { Anchors, Feature } from './features/types.js';
export {
  type FitForecastOptions,
  type FittedForecast,
  fitForecast,
  type KeptPart,
  type LearnedForecaster,
  type ScoredLearner,
} from './forecast/forecast.js';
export { type ForecastImportance, type Importance, importanceOf } from './forecast/importance.js';
export { type Figure, type ForecastFigures, mainFigure } from './forecast/score.js';
export { forecastVerdict } from './forecast/verdict.js';
export type { Leak } from './leaks/types.js';
export type {
  AskedPart,
  FittedLearner,
  Forecaster,
  ForecasterState,
  LearnedPart,
  Learner,
  LearningProblem,
  RestoreContext,
} from './learners/types.js';
export type { ScoredRanker } from './lists/forecast/compare.js';
export { type FitListForecastOptions, type FittedListForecast, fitListForecast } from './lists/forecast/fit.js';
export { listForecastVerdict } from './lists/forecast/verdict.js';
export type { PairPlan } from './lists/pairs/plan.js';
export type { Lists } from './lists/rankers/lists.js';
export {
  type AppliedListForecast,
  type ApplyListForecastOptions,
  applyListForecast,
  type ForecastList,
} from './lists/saved/apply.js';
export { type KeptListForecast, keptListForecast } from './lists/saved/kept.js';
export { openListForecast } from './lists/saved/open.js';
export { saveListForecast } from './lists/saved/save.js';
export type { ListFigures } from './lists/scores/figures.js';
export { listTask } from './lists/task/list-task.js';
export type { ListAnchors, ListTask, ListTaskParts } from './lists/task/types.js';
export type { TreeRanker } from './lists/trees/tree-lists.js';
export { parseQuery } from './query/parse.js';
export type {
  ColumnCondition,
  Comparison,
  Condition,
  ForecastQuery,
  HistoryCondition,
  Measure as QueryMeasure,
  MeasureFunction,
  Name,
} from './query/types.js';
export { type AppliedForecast, type ApplyForecastOptions, applyForecast } from './saved/apply.js';
export type { SchemaChange } from './saved/changes.js';
export type { Happened, ScoredForecast } from './saved/happened.js';
export { type KeptForecast, keptForecast } from './saved/kept-forecast.js';
export { openForecast } from './saved/open.js';
export { saveForecast } from './saved/save.js';
export type { DatabaseSchema, TableSchema } from './saved/schema.js';
export { type ComputeFeaturesInOptions, computeFeaturesIn, type FeaturesIn } from './sql/compute-in.js';
export type { SqlDialect } from './sql/dialects.js';
export type { SqlEngine } from './sql/engine.js';
export { type FeatureSql, featureSql } from './sql/feature-sql.js';
export type { FeatureSqlOptions, SqlAnchors, SqlColumn, SqlTable, SqlTables, SqlTime } from './sql/layout.js';
export { sqlPlan } from './sql/supported.js';
export type { QueryTaskOptions } from './tasks/query-parts.js';
export { queryTask } from './tasks/query-task.js';
export { seenUnder } from './tasks/see.js';
export { type ReadTaskOptions, readTask } from './tasks/task-files.js';
export type { ForecastKind, ForecastTask, LabelledAnchors, Protocol, TaskParts } from './tasks/types.js';
