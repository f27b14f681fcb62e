import type { FactorSettings } from './factor-settings.js';

/** Defaults of the family, chosen on a validation part of gowalla's training pairs (10 % of each user's); see the README of lightgcn. */
export const factorDefaults: FactorSettings = {
  width: 64,
  layers: 3,
  loss: 'softmax',
  similarity: 'cosine',
  temperature: 0.1,
  negatives: 256,
  negativePower: 0,
  batchSize: 50_000,
  learningRate: 0.03,
  decay: 'linear',
  l2: 1e-4,
  epochs: 100,
  checkEvery: 5,
  patience: 3,
  contrast: 0,
  contrastTemperature: 0.2,
  noise: 0,
};
