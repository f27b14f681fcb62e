export { type AggregateOptions, type Aggregates, applyAggregates, fitAggregates } from './aggregates/aggregates.js';
export type { AggregatePlan, OwnColumns, RelationAggregate } from './aggregates/plan.js';
export { estimateRpHgnn, type RpHgnnEstimate } from './estimate.js';
export { type ExplainedOperator, explainRpHgnn, type RpHgnnExplanation } from './explain.js';
export { type PropagationInput, propagationInput, type UndirectedRelation } from './input.js';
export {
  type LimitedMetapathMeansOptions,
  type MetapathGroup,
  type MetapathMeans,
  type MetapathMeansOptions,
  metapathMeans,
} from './metapath-means.js';
export type { FeatureGroup, GroupValues } from './node/feature-group.js';
export type {
  LabelOptions,
  LabelPropagation,
  LimitedRpHgnnOptions,
  ProjectionKind,
  PropagatedFeatures,
  RpHgnnOptions,
} from './options.js';
export { precomputeRpHgnn } from './rphgnn.js';
