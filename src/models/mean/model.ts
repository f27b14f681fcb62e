import * as z from 'zod/mini';
import type { ModelDefinition } from '../core/definition.js';
import { MeanRegressor } from './regressor.js';

export const mean: ModelDefinition = {
  name: 'mean',
  title: 'Mean of the training rows',
  tasks: ['regression'],
  settings: z.strictObject({}),
  defaults: {},
  create: () => new MeanRegressor(),
  restore: (saved) => MeanRegressor.restore(saved),
  asBaseline: ({ kind }) => (kind === 'regression' ? [{}] : []),
};
