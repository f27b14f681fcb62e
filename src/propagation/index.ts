export { estimateRpHgnn, type RpHgnnEstimate } from './estimate.js';
export { type PropagationInput, propagationInput, type UndirectedRelation } from './input.js';
export type {
  FeatureGroup,
  LabelOptions,
  LabelPropagation,
  ProjectionKind,
  PropagatedFeatures,
  RpHgnnOptions,
} from './options.js';
export { precomputeRpHgnn } from './rphgnn.js';
