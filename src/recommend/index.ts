export type { FitCheckpointOptions } from '../files/index.js';
export type { AlsSettings } from './als/settings.js';
export type { RecommenderCheckpoint } from './core/checkpoint-options.js';
export type {
  FitOptions,
  FitReport,
  RecommenderDefinition,
  RecommendProblem,
  SideInformation,
} from './core/definition.js';
export type { History } from './core/histories.js';
export type { ItemColumns, ItemTable, ItemValue } from './core/item-columns.js';
export type { ItemCondition, ItemFilter } from './core/item-filter.js';
export type { ListOrigin, RecommendedList, SimilarItems } from './core/lists.js';
export { listsToArrow } from './core/lists-table.js';
export type { RankedItems } from './core/rank.js';
export {
  type ExplainedItem,
  type ListOptions,
  Recommender,
  type RecommenderParts,
  type RecommendOptions,
} from './core/recommender.js';
export type { Contribution, Factors, Scorer, ScorerState } from './core/scorer.js';
export { sideOf } from './core/side-of.js';
export type { EaseSettings } from './ease/settings.js';
export { type EvaluateRecommenderOptions, evaluateRecommender } from './evaluation/evaluate-recommender.js';
export { type SampledRanking, type SampledRankingOptions, sampledRanking } from './evaluation/sampled-ranking.js';
export { type FitRecommenderOptions, fitRecommender } from './fit-recommender.js';
export type { GfCfSettings } from './gf-cf/settings.js';
export type { HeteroSettings } from './hetero/settings.js';
export { type InteractionsOfOptions, interactionsOf } from './interactions/from-graph.js';
export { type InteractionRows, interactionsFrom, interactionsLike } from './interactions/from-rows.js';
export type { ExternalId } from './interactions/id.js';
export type { Interactions } from './interactions/interactions.js';
export type { ItemKnnSettings } from './item-knn/settings.js';
export {
  hitRateAtK,
  type PrecisionOptions,
  precisionAtK,
  type RecallOptions,
  recallAtK,
} from './metrics/accuracy.js';
export { aucAtK } from './metrics/auc.js';
export { bootstrapMeans, type UserBootstrapOptions } from './metrics/bootstrap-means.js';
export { type MiscalibrationOptions, miscalibration } from './metrics/calibration.js';
export { intraListDiversity } from './metrics/diversity.js';
export { type EvaluateListsOptions, evaluateLists } from './metrics/evaluate-lists.js';
export { catalogueCoverage, giniIndex } from './metrics/exposure.js';
export type { ListsContext } from './metrics/figures.js';
export type { ItemLikeness } from './metrics/item-distance.js';
export type { ItemLists } from './metrics/item-lists.js';
export type { Categories, ItemLookup } from './metrics/item-lookup.js';
export { ListEvaluation, type ListEvaluationParts } from './metrics/list-evaluation.js';
export { meanOverUsers } from './metrics/mean-over-users.js';
export { type NdcgOptions, ndcgAtK } from './metrics/ndcg.js';
export { type PairedTest, type PairedTestOptions, pairedUserTest } from './metrics/paired-test.js';
export {
  averagePopularity,
  type ItemPopularity,
  itemPopularity,
  novelty,
  popularityLift,
  tailShare,
} from './metrics/popularity.js';
export { type AveragePrecisionOptions, averagePrecisionAtK, reciprocalRankAtK } from './metrics/ranking.js';
export { loadRecommender } from './node/load-recommender.js';
export { saveRecommender } from './node/save-recommender.js';
export type { PopularitySettings } from './popularity/model.js';
export {
  type ComposedQuery,
  type NearestItems,
  type NearestOptions,
  type QueryChange,
  VectorSpace,
} from './queries/vector-space.js';
export { predictRatings } from './rating-factors/predict-ratings.js';
export type { RatingFactorsSettings } from './rating-factors/settings.js';
export { recommenderNamed, recommenderNames, registerRecommender } from './registry.js';
export { type CalibratedOptions, calibrated } from './rerank/calibrated.js';
export type { ScoredList } from './rerank/candidates.js';
export { type ExposureOptions, exposure } from './rerank/exposure.js';
export { type InfluenceStageOptions, influence } from './rerank/influence.js';
export { type MarginalRelevanceOptions, maximalMarginalRelevance } from './rerank/maximal-marginal-relevance.js';
export { type RerankOptions, rerank } from './rerank/rerank.js';
export { type Move, type RerankedList, Reranking, type StageSummary } from './rerank/reranking.js';
export type { Candidates, RerankStage, StageOrder } from './rerank/stage.js';
export type { VectorMetric } from './retrieval/metric.js';
export { openVectorFile, type VectorFile } from './retrieval/node/vector-file.js';
export { arraySource, type VectorSource } from './retrieval/rescore.js';
export { VectorIndex, type VectorSearchOptions } from './retrieval/vector-index.js';
export type { MeasuredRecall, VectorFormat, VectorIndexOptions } from './retrieval/vector-index-options.js';
export {
  type ColdUserSplit,
  type HoldOutItemsOptions,
  type HoldOutUsersOptions,
  holdOutItems,
  holdOutUsers,
} from './splits/cold.js';
export { type HoldOutPerUserOptions, holdOutPerUser } from './splits/hold-out-per-user.js';
export { type LeaveOneOutOptions, leaveOneOut } from './splits/leave-one-out.js';
export type { InteractionSplit } from './splits/pick-pairs.js';
export { type SplitByTimeOptions, splitByTime, type TimeSplit } from './splits/split-by-time.js';
export { type GraphWithoutPairs, withoutPairs } from './splits/without-pairs.js';
export type { FactorSettings } from './training/factor-settings.js';
export type { TwoTowerSettings } from './two-tower/settings.js';
