import type { Csr } from '../../core/index.js';
import type { FitOptions, FitReport, RecommenderDefinition, RecommendProblem } from '../core/definition.js';
import { FactorScorer } from '../training/factor-scorer.js';
import { fitFactors } from '../training/fit-factors.js';
import { type TwoTowerSettings, twoTowerSettings } from './settings.js';
import { type TowerFeatures, towerFeatures } from './tower-features.js';
import { Towers, towerMatrix } from './towers.js';

/** Vectors from columns and relations, for items and users that nobody and nothing is known of but these. */
export const twoTower: RecommenderDefinition<TwoTowerSettings> = {
  name: 'two-tower',
  title: 'Vectors from columns and relations of users and items (two towers)',
  usesSide: true,
  resumes: true,
  paper:
    'Yi et al., "Sampling-Bias-Corrected Neural Modeling for Large Corpus Item Recommendations", RecSys 2019; towers are linear',
  settings: twoTowerSettings,
  defaults: {
    width: 64,
    ids: true,
    temperature: 0.1,
    negatives: 256,
    negativePower: 0,
    batchSize: 8000,
    learningRate: 0.01,
    decay: 'linear',
    l2: 1e-3,
    epochs: 40,
    checkEvery: 2,
    patience: 5,
  },
  foldInAgreement: 0.9,
  fit: fitTowers,
  load: (state, { width }, { matrix }) => FactorScorer.load(state, width, matrix),
};

async function fitTowers(
  problem: RecommendProblem,
  { ids, ...settings }: TwoTowerSettings,
  options: FitOptions,
): Promise<{ scorer: FactorScorer; report: FitReport }> {
  const { matrix } = problem.train;
  const features = problem.side ? towerFeatures(problem.side) : noFeatures(matrix);
  const isBare = features.users.numCols + features.items.numCols === 0;
  const own = ids || isBare ? withHistory(matrix) : new Uint8Array(matrix.numRows + matrix.numCols);
  const towers = towerMatrix(features, own);
  const factorSettings = {
    ...{ ...settings, loss: 'softmax' as const, similarity: 'cosine' as const, layers: 0 },
    ...{ contrast: 0, contrastTemperature: 1, noise: 0 },
  };
  const fitted = await fitFactors(
    problem,
    factorSettings,
    options,
    (arrays) => new Towers(arrays, towers, settings.width),
  );
  if (!isBare) return fitted;
  const bare = 'There are no columns and no relations: users and items have only vectors of their own.';
  const remarks = [bare, ...(fitted.report.remarks ?? [])];
  return { ...fitted, report: { ...fitted.report, remarks } };
}

function noFeatures({ numRows, numCols }: Csr): TowerFeatures {
  const empty = (rows: number) => ({
    ...{ numRows: rows, numCols: 0, indptr: new Int32Array(rows + 1) },
    ...{ indices: new Int32Array(0), values: new Float32Array(0) },
  });
  return { users: empty(numRows), items: empty(numCols) };
}

/** 1 for users, then items, with an interaction. */
function withHistory({ numRows, numCols, indptr, indices }: Csr): Uint8Array {
  const has = new Uint8Array(numRows + numCols);
  for (let u = 0; u < numRows; u++) if (indptr[u + 1]! > indptr[u]!) has[u] = 1;
  for (const item of indices) has[numRows + item] = 1;
  return has;
}
