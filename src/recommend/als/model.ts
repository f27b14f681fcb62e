import type { RecommenderDefinition } from '../core/definition.js';
import { stateArray } from '../core/state.js';
import { fitAls } from './fit.js';
import { AlsScorer } from './scorer.js';
import { type AlsSettings, alsSettings } from './settings.js';

/** See the README of this folder. */
export const als: RecommenderDefinition<AlsSettings> = {
  name: 'als',
  title: 'Vectors of users and items by alternating least squares on what was taken and what was not',
  paper: 'Hu, Koren and Volinsky, Collaborative Filtering for Implicit Feedback Datasets, ICDM 2008',
  settings: alsSettings,
  resumes: true,
  defaults: { factors: 64, alpha: 40, regularization: 40, iterations: 15, steps: 3 },
  presets: { gowalla: { factors: 128, alpha: 100, regularization: 100 } },
  async fit({ train }, settings, options) {
    const { scorer, remarks } = await fitAls(train.matrix, settings, options);
    return { scorer, report: { epochs: settings.iterations, ...(remarks.length > 0 && { remarks }) } };
  },
  load(state, settings, { matrix }) {
    const users = stateArray(state, 'users', Float32Array, matrix.numRows * settings.factors);
    const items = stateArray(state, 'items', Float32Array, matrix.numCols * settings.factors);
    return new AlsScorer(users, items, settings);
  },
};
