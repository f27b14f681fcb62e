/** What other rooms of the library use of this one, beyond its public names. */
export { guessFormat } from './data/formats.js';
export { targetOf } from './data/target.js';
export { columnHeads, columnRows } from './data/used-columns.js';
export { writeFile } from './disk/write-file.js';
export { isEmbeddingRun } from './embedding/embedding-run.js';
export { writeEmbeddings } from './embedding/write-embeddings.js';
export { nodeKind } from './kinds/kinds.js';
export { linkComparisonHeads, linkComparisonRows } from './links/choose-model.js';
export { isLinkRun } from './links/link-run.js';
export { linkScoreHeads, linkScoreRows } from './links/link-score.js';
export { openNodeRun, RegressionRun } from './regression-run.js';
export { comparisonHeads, comparisonRows } from './score/comparison-table.js';
export { percent } from './score/score-table.js';
export { shortNumber } from './score/short-number.js';
export { checkTablePath } from './tables/row-table.js';
export { labelShareTable, validationTable } from './validation-table.js';
