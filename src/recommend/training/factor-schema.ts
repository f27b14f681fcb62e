import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { FactorSettings } from './factor-settings.js';

/** Checks of single settings, which recommenders with fewer of them share. */
export const factorFields = {
  width: option.count,
  layers: option.countFrom(0),
  loss: z.enum(['bpr', 'softmax']),
  similarity: z.enum(['dot', 'cosine']),
  temperature: option.positive,
  negatives: option.count,
  negativePower: option.nonNegative,
  batchSize: option.count,
  learningRate: option.positive,
  decay: z.enum(['none', 'linear']),
  l2: option.nonNegative,
  epochs: option.count,
  checkEvery: option.count,
  patience: option.count,
  contrast: option.nonNegative,
  contrastTemperature: option.positive,
  noise: option.nonNegative,
};

export const factorSchema: z.ZodMiniType<FactorSettings> = z.strictObject(factorFields);
