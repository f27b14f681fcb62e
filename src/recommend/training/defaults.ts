import type { FactorSettings } from './factor-settings.js';

/** Defaults of the family, chosen on a validation part of lastfm-social's training pairs (10 % of each user's); see the README of lightgcn. */
export const factorDefaults: FactorSettings = {
  width: 64,
  layers: 3,
  loss: 'softmax',
  similarity: 'dot',
  temperature: 1,
  negatives: 256,
  negativePower: 0,
  batchSize: 8000,
  learningRate: 0.02,
  decay: 'none',
  l2: 0.06,
  epochs: 60,
  checkEvery: 3,
  patience: 4,
  contrast: 0,
  contrastTemperature: 0.2,
  noise: 0,
};

/**
 * For a million pairs over tens of thousands of items: many negatives, drawn as often as items were taken, that all users of a large batch share; chosen
 * on a validation part of gowalla's training pairs (see the README of lightgcn).
 */
export const gowallaPreset: Partial<FactorSettings> = {
  similarity: 'cosine',
  temperature: 0.1,
  negatives: 2048,
  negativePower: 1,
  batchSize: 20_000,
  learningRate: 0.02,
  decay: 'linear',
  l2: 1e-4,
  epochs: 30,
  checkEvery: 5,
};
