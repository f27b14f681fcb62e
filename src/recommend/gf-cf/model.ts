import { singularVectors } from '../algebra/singular-vectors.js';
import { symmetricNormal } from '../algebra/symmetric-normal.js';
import type { RecommenderDefinition } from '../core/definition.js';
import { stateArray } from '../core/state.js';
import { GfCfScorer } from './scorer.js';
import { type GfCfSettings, gfCfSettings } from './settings.js';

/** See the README of this folder. */
export const gfCf: RecommenderDefinition<GfCfSettings> = {
  name: 'gf-cf',
  title: 'What neighbours of neighbours took, and the smoothest patterns of the matrix; nothing is trained',
  paper: 'Shen et al., How Powerful is Graph Convolution for Recommendation?, CIKM 2021',
  settings: gfCfSettings,
  defaults: { rank: 256, alpha: 0.3, iterations: 8 },
  async fit({ train: { matrix } }, { rank, alpha, iterations }, options) {
    const found = await singularVectors(symmetricNormal(matrix), { rank, iterations, ...options });
    return { scorer: new GfCfScorer(matrix, { rank: found.rank, right: found.right, alpha }), report: {} };
  },
  load(state, { rank: wanted, alpha }, { matrix }) {
    const rank = Math.min(wanted, matrix.numRows, matrix.numCols);
    return new GfCfScorer(matrix, {
      rank,
      right: stateArray(state, 'vectors', Float32Array, matrix.numCols * rank),
      alpha,
    });
  },
};
