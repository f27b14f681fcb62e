export type { ErrorCode, OnProgress, ProgressEvent, RunOptions } from './core/index.js';
export { errorCodes, HeteroGraphError, isHeteroGraphError, RandomStream } from './core/index.js';
export type { EdgeType, GraphSchema, NodeSplit } from './graph/index.js';
export { GraphBuilder, HeteroGraph, splitNodes } from './graph/index.js';
export type { DiffusionOptions, InfluenceOptions, InfluenceResult } from './influence/index.js';
export { diffusionNetwork, maximiseInfluence } from './influence/index.js';
export type { Estimator, FitReport, Problem } from './models/index.js';
export {
  classificationProblem,
  createModel,
  listModels,
  RpHgnnClassifier,
  regressionProblem,
  rphgnnPresets,
} from './models/index.js';
export { precomputeRpHgnn } from './propagation/index.js';
export {
  availableBackends,
  type BackendName,
  type BackendStatus,
  getBackend,
  setBackend,
} from './tensor/index.js';
