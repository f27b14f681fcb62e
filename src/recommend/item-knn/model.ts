import type { WeightedCsr } from '../../core/index.js';
import type { RecommenderDefinition } from '../core/definition.js';
import { popularityCounts } from '../core/popularity-counts.js';
import { corruptState, stateArray } from '../core/state.js';
import { neighboursOf } from './neighbours.js';
import { itemKnnScorer } from './scorer.js';
import { type ItemKnnSettings, itemKnnSettings } from './settings.js';

const defaults: ItemKnnSettings = {
  ...{ similarity: 'cosine', neighbours: 100, strengths: 'one' },
  ...{ popularityPower: 0.4, activityPower: 0.75, k1: 1.2, b: 0.75 },
};

/** Items that the same users took: no training, and hard to beat. */
export const itemKnn: RecommenderDefinition<ItemKnnSettings> = {
  name: 'item-knn',
  title: 'Items that are taken by the same users as those of the history',
  paper: 'Deshpande and Karypis, Item-based top-N recommendation algorithms, ACM TOIS 2004',
  settings: itemKnnSettings,
  defaults,
  presets: {
    gowalla: { popularityPower: 0.3, neighbours: 200 },
    'lastfm-social': { popularityPower: 0.3, activityPower: 0.5, neighbours: 400 },
    'movielens-hin': { popularityPower: 0.5, neighbours: 50 },
  },
  async fit({ train }, settings) {
    const neighbours = neighboursOf(train.matrix, settings);
    return { scorer: itemKnnScorer(train.matrix, neighbours, settings, popularityCounts(train.matrix)), report: {} };
  },
  load(state, settings, { matrix }) {
    const numItems = matrix.numCols;
    const indptr = stateArray(state, 'indptr', Int32Array, numItems + 1);
    const indices = stateArray(state, 'indices', Int32Array, indptr[numItems]);
    const neighbours = { numRows: numItems, numCols: numItems, indptr, indices };
    const values = stateArray(state, 'values', Float32Array, indices.length);
    const whole: WeightedCsr = { ...neighbours, values };
    checkMatrix(whole);
    return itemKnnScorer(matrix, whole, settings, popularityCounts(matrix));
  },
};

function checkMatrix({ numRows, numCols, indptr, indices }: WeightedCsr): void {
  const isOrdered = indptr[0] === 0 && indptr.every((start, row) => row === 0 || start >= indptr[row - 1]!);
  if (numRows >= 0 && isOrdered && indices.every((item) => item >= 0 && item < numCols)) return;
  throw corruptState('The neighbours of the saved recommender are not rows of items.');
}
