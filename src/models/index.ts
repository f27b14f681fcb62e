export { classificationProblem } from './core/problem.js';
export type { ClassificationProblem, FitReport, NodeClassifier } from './core/types.js';
export type { InputOptions } from './inputs/node-inputs.js';
export { LabelPropagationClassifier } from './label-propagation/classifier.js';
export { MajorityClassifier } from './majority/classifier.js';
export { MlpClassifier, type MlpOptions } from './mlp/classifier.js';
export { RidgeClassifier, type RidgeOptions } from './ridge/classifier.js';
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
