import { factorDefaults } from '../training/defaults.js';
import { factorDefinition } from '../training/factor-definition.js';

/** Matrix factorisation trained so that what a user took scores above what not (BPR-MF). */
export const bpr = factorDefinition({
  name: 'bpr',
  title: 'Matrix factorisation by pairwise ranking (BPR-MF)',
  paper: 'Rendle et al., "BPR: Bayesian Personalized Ranking from Implicit Feedback", UAI 2009',
  foldInAgreement: 0.9,
  defaults: {
    ...factorDefaults,
    layers: 0,
    loss: 'bpr',
    similarity: 'dot',
    negatives: 1,
    l2: 0.01,
    learningRate: 0.01,
  },
});
