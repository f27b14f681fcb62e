import type { RecommenderDefinition } from '../core/definition.js';
import { fitRatings } from './fit.js';
import { RatingScorer } from './scorer.js';
import { type RatingFactorsSettings, ratingFactorsSettings } from './settings.js';

/** Ratings as numbers: biases and vectors of users and items and of what they are related to. Strengths are ratings. */
export const ratingFactors: RecommenderDefinition<RatingFactorsSettings> = {
  name: 'rating-factors',
  title: 'Predicted ratings: biases and vectors, with side relations (SVD++)',
  usesSide: true,
  paper: 'Koren, "Factorization Meets the Neighborhood", KDD 2008; features as in Chen et al., "SVDFeature", JMLR 2012',
  settings: ratingFactorsSettings,
  defaults: {
    width: 16,
    learningRate: 0.01,
    l2: 0.05,
    epochs: 60,
    patience: 3,
    implicit: true,
    side: 'auto',
    missing: 0,
  },
  presets: { 'yelp-hin': { width: 8, learningRate: 0.005, l2: 0.1 } },
  foldInAgreement: 0.5,
  fit: fitRatings,
  load: (state, settings, { matrix }) => RatingScorer.load(state, settings.width + 2, settings, matrix),
};
