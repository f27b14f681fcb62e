/** What other rooms of the library use of this one, beyond its public names. */

export { popularityCounts } from './core/popularity-counts.js';
export { unknownHint } from './core/unknown-hint.js';
export { usersWithPairs } from './core/users-with-pairs.js';
export { precisionOf, recallOf } from './metrics/accuracy.js';
export { findHits } from './metrics/hits.js';
export { ndcgOf } from './metrics/ndcg.js';
export { averagePrecisionOf, reciprocalRankOf } from './metrics/ranking.js';
export { recommenderFolder } from './node/recommender-folder.js';
export { recommenderSettings } from './registry.js';
export { pickPairs } from './splits/pick-pairs.js';
