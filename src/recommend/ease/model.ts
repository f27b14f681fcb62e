import { HeteroGraphError } from '../../core/index.js';
import { inverseBytes } from '../algebra/inverse.js';
import type { RecommenderDefinition } from '../core/definition.js';
import { stateArray } from '../core/state.js';
import { easeWeights } from './fit.js';
import { EaseScorer } from './scorer.js';
import { type EaseSettings, easeSettings } from './settings.js';

/** See the README of this folder. */
export const ease: RecommenderDefinition<EaseSettings> = {
  name: 'ease',
  title: 'Weights between all pairs of items in closed form',
  paper: 'Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019',
  settings: easeSettings,
  defaults: { regularization: 200, maxBytes: 4 * 2 ** 30 },
  check({ train }, { maxBytes }) {
    const items = train.matrix.numCols;
    const bytes = inverseBytes(items);
    if (bytes <= maxBytes) return;
    throw new HeteroGraphError('TOO_LARGE', `ease with ${items} items takes ${bytes} bytes, ${maxBytes} are allowed.`, {
      column: 'maxBytes',
      hint: 'Use als, gf-cf or item-knn, which keep no number for each pair of items, or leave out items that few took.',
    });
  },
  async fit({ train }, settings, options) {
    const weights = await easeWeights(train.matrix, settings, options);
    return { scorer: new EaseScorer(train.matrix, weights), report: {} };
  },
  load(state, _settings, { matrix }) {
    return new EaseScorer(matrix, stateArray(state, 'weights', Float32Array, matrix.numCols ** 2));
  },
};
