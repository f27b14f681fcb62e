import type { RecommenderDefinition } from '../core/definition.js';
import { factorDefaults } from '../training/defaults.js';
import { FactorScorer } from '../training/factor-scorer.js';
import { fitHetero } from './fit.js';
import { type HeteroSettings, heteroSettings } from './settings.js';

const { width, layers, temperature, negatives, learningRate, decay, l2, epochs, checkEvery, patience } = factorDefaults;

/** LightGCN over the interactions and every relation of the side information that the validation pairs speak for. */
export const hetero: RecommenderDefinition<HeteroSettings> = {
  name: 'hetero',
  title: 'LightGCN over all relations of users and items, weighted by validation',
  paper:
    'The propagation of LightGCN (He et al., SIGIR 2020) over a weighted union of relations; weights are chosen, not learned',
  settings: heteroSettings,
  defaults: {
    ...{ width, layers, temperature, negatives, learningRate, decay, l2, epochs, checkEvery, patience },
    relationWeights: [0.3, 1],
    batchSize: 8000,
  },
  foldInAgreement: 0.9,
  fit: fitHetero,
  load: (state, settings, { matrix }) => FactorScorer.load(state, settings.width, matrix),
};
