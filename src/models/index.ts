export type { ModelDefinition, PrecomputationPlan } from './core/definition.js';
export type { FittedOn } from './core/fitted-on.js';
export { classificationProblem, taskOf } from './core/problem.js';
export { settingsOf } from './core/settings.js';
export type {
  ClassificationProblem,
  Embedding,
  Estimator,
  FitReport,
  InferenceOptions,
  LearnedClasses,
  LearnedTask,
  ModelResources,
  Problem,
  SavedModel,
} from './core/types.js';
export type { InputOptions } from './inputs/node-inputs.js';
export { LabelPropagationClassifier, type LabelPropagationSettings } from './label-propagation/classifier.js';
export { MajorityClassifier } from './majority/classifier.js';
export { MlpClassifier, type MlpSettings } from './mlp/classifier.js';
export { loadModel, saveModel } from './node/saved-model.js';
export {
  type CreateModelOptions,
  createModel,
  listModels,
  modelNamed,
  registerModel,
  restoreModel,
} from './registry.js';
export { RidgeClassifier, type RidgeSettings } from './ridge/classifier.js';
export {
  countRpHgnnParameters,
  type GroupShape,
  RpHgnnClassifier,
  type RpHgnnClassifierOptions,
  RpHgnnEncoder,
  type RpHgnnSettings,
  rphgnnDefaults,
  rphgnnPresets,
  type SelectionCriterion,
} from './rphgnn/index.js';
