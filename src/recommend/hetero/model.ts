import type { RecommenderDefinition } from '../core/definition.js';
import { FactorScorer } from '../training/factor-scorer.js';
import { fitHetero } from './fit.js';
import { type HeteroSettings, heteroSettings } from './settings.js';

/** LightGCN over the interactions and every relation of the side information that the validation pairs speak for. */
export const hetero: RecommenderDefinition<HeteroSettings> = {
  name: 'hetero',
  title: 'LightGCN over all relations of users and items, weighted by validation',
  usesSide: true,
  resumes: 'parts',
  paper:
    'The propagation of LightGCN (He et al., SIGIR 2020) over a weighted union of relations; weights are chosen, not learned',
  settings: heteroSettings,
  defaults: {
    width: 64,
    layers: 3,
    relationWeights: [0.3],
    views: [1, 3],
    similarity: 'dot',
    temperature: 1,
    negatives: 256,
    batchSize: 8000,
    learningRate: 0.02,
    l2: 0.06,
    epochs: 90,
    checkEvery: 3,
    patience: 4,
  },
  foldInAgreement: 0.9,
  fit: fitHetero,
  load: (state, settings, { matrix }) => FactorScorer.load(state, settings.width * settings.views.length, matrix),
};
