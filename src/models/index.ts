export type { InputOptions } from './baselines/inputs.js';
export { LabelPropagationClassifier } from './baselines/label-propagation.js';
export { MajorityClassifier } from './baselines/majority.js';
export { MlpClassifier, type MlpOptions } from './baselines/mlp.js';
export { RidgeClassifier, type RidgeOptions } from './baselines/ridge.js';
export { classificationProblem } from './problem.js';
export {
  countRpHgnnParameters,
  type GroupShape,
  type InferenceOptions,
  RpHgnnClassifier,
  type RpHgnnClassifierOptions,
  RpHgnnEncoder,
  type RpHgnnSettings,
  rphgnnPresets,
  type SelectionCriterion,
} from './rphgnn/index.js';
export type { ClassificationProblem, FitReport, NodeClassifier } from './types.js';
