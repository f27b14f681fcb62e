export { TemporalIndex } from './aggregates/temporal-index.js';
export type { Window } from './aggregates/window.js';
export type { CategoryColumn, Column, Database, ForeignKey, NumberColumn, Table } from './database/types.js';
export { computeFeatures } from './features/compute-features.js';
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
