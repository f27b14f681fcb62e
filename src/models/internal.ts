export { better as beyondChance } from './auto/choose.js';
export { clusteredMeanAndError } from './auto/clustered-error.js';
export { type MeanAndError, pairedDifference, rowScores } from './auto/row-scores.js';
export { removeStoredTrials } from './auto/stored-trials.js';
export { lossOption } from './core/problem.js';
export { edgeTypesOnce } from './explain/nearest-edges.js';
export { wholeGraphs } from './inputs/whole-graphs.js';
export { modelFolder } from './node/model-folder.js';
