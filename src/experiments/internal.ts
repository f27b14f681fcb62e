/** What other rooms of the library use of this one, beyond its public names. */
export { columnHeads, columnRows } from './data/used-columns.js';
export { isEmbeddingRun } from './embedding/embedding-run.js';
export { writeEmbeddings } from './embedding/write-embeddings.js';
export { nodeKind } from './kinds/kinds.js';
export { linkComparisonHeads, linkComparisonRows } from './links/choose-model.js';
export { isLinkRun } from './links/link-run.js';
export { linkScoreHeads, linkScoreRows } from './links/link-score.js';
export { recommenderComparisonHeads, recommenderComparisonRows } from './recommend/choose-recommender.js';
export { titlesOf } from './recommend/example-lists.js';
export { isRecommenderRun } from './recommend/recommender-run.js';
export { recommenderScoreHeads, recommenderScoreRows } from './recommend/recommender-score.js';
export { openNodeRun, RegressionRun } from './regression-run.js';
export { comparisonHeads, comparisonRows } from './score/comparison-table.js';
export { percent } from './score/score-table.js';
export { shortNumber } from './score/short-number.js';
export { labelShareTable, validationTable } from './validation-table.js';
