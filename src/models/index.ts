export type { ComparedModel, ModelComparison } from './core/comparison.js';
export {
  type LinkMethods,
  type LinkModelDefinition,
  type ModelDefinition,
  type ModelDescription,
  type NodeModelDefinition,
  type PrecomputationPlan,
  type TaskKind,
  tasksOf,
} from './core/definition.js';
export type {
  ExplainedEdge,
  ExplainedLayer,
  ExplainedNode,
  ExplainedNumber,
  ExplainedPrediction,
  ExplainedRelation,
  ExplainOptions,
  Explanation,
  Faithfulness,
  Flow,
  RelationChange,
} from './core/explanation.js';
export type { FittedOn } from './core/fitted-on.js';
export { linkProblem } from './core/link-problem.js';
export type {
  LearnedLinks,
  LinkEstimator,
  LinkInferenceOptions,
  LinkProblem,
  LinkQueries,
  SavedLinkModel,
} from './core/link-types.js';
export { NodeEmbeddings, type NodeEncoder, type SavedEncoder } from './core/node-embeddings.js';
export { classificationProblem, regressionProblem, taskOf } from './core/problem.js';
export { settingsForProblem, settingsOf } from './core/settings.js';
export type {
  ClassificationProblem,
  Embedding,
  Estimator,
  FitReport,
  HeldOutPredictions,
  InferenceOptions,
  LearnedClasses,
  LearnedNumbers,
  LearnedTask,
  ModelResources,
  NodeProblem,
  NumberLoss,
  Problem,
  RegressionProblem,
  SavedModel,
} from './core/types.js';
export { explainByPrediction } from './explain/explain-by-prediction.js';
export type { ValidationRows } from './gbdt/boost/validation.js';
export { BoostedTrees, type PredictTreesOptions } from './gbdt/boosted-trees.js';
export type { TreeColumn } from './gbdt/core/column.js';
export type { BoostedTreesSettings, TreeLoss, TreeMetric } from './gbdt/core/settings.js';
export type { FitTreesOptions } from './gbdt/fit-options.js';
export type { ReadoutKind } from './graph-network/readout.js';
export {
  GraphClassifier,
  type GraphClassifierOptions,
  type GraphInferenceOptions,
  type GraphScore,
} from './graphs/classifier.js';
export { joinGraphs } from './graphs/join-graphs.js';
export type { GraphProblem } from './graphs/problem.js';
export type { SavedGraphModel } from './graphs/saved.js';
export {
  expandPlaceholders,
  type GraphPrompt,
  type GraphPromptOptions,
  type PromptTokens,
  toPrompt,
} from './higpt/prompts/graph-prompt.js';
export { type MatchingOptions, type MatchingTask, orderTask, typeTask } from './higpt/prompts/matching-tasks.js';
export {
  type ThoughtQuestion,
  type ThoughtSample,
  type ThoughtStyle,
  thoughtPrompt,
  thoughtSample,
  thoughtStyles,
} from './higpt/prompts/thought-prompt.js';
export { describeSchema, type SchemaText } from './higpt/text/schema-text.js';
export { type EmbedSchemaOptions, embedSchema, type GivenVectors } from './higpt/text/schema-vectors.js';
export { textVector } from './higpt/text/text-vector.js';
export type { InputOptions } from './inputs/node-inputs.js';
export type { JoinedGraphs } from './inputs/whole-graphs.js';
export type { EmbeddingSettings } from './knowledge-graph/settings.js';
export { LabelPropagationClassifier, type LabelPropagationSettings } from './label-propagation/classifier.js';
export { indexesOf, type LinkRanks, type RankOptions, rankLinks } from './links/rank-links.js';
export { LogisticClassifier, type LogisticSettings } from './logistic/classifier.js';
export { MajorityClassifier } from './majority/classifier.js';
export { MeanRegressor } from './mean/regressor.js';
export { MlpClassifier, type MlpSettings } from './mlp/classifier.js';
export {
  loadEmbeddings,
  loadGraphModel,
  loadLinkModel,
  loadModel,
  saveEmbeddings,
  saveGraphModel,
  saveLinkModel,
  saveModel,
} from './node/saved-model.js';
export { NodeTrees } from './node-trees/estimator.js';
export type { NodeTreesSettings } from './node-trees/settings.js';
export { type EchoIndex, type EchoIndexOptions, echoIndex } from './polarization/echo-index.js';
export { type PrincipalAxis, type PrincipalAxisOptions, principalAxis } from './polarization/principal-axis.js';
export {
  type CreateModelOptions,
  createLinkModel,
  createModel,
  linkModelNamed,
  listModels,
  modelNamed,
  nodeModelNamed,
  registerModel,
  restoreLinkModel,
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
export { defaultObjective, type EmbedNodesOptions, embedNodes } from './unsupervised/embed-nodes.js';
export { type NearestClasses, type NearestOptions, nearestClasses } from './unsupervised/nearest-classes.js';
export type { Objective, ObjectiveOptions } from './unsupervised/objectives/options.js';
