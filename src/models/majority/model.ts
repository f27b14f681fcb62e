import * as z from 'zod/mini';
import type { ModelDefinition } from '../core/definition.js';
import { MajorityClassifier } from './classifier.js';

export const majority: ModelDefinition = {
  name: 'majority',
  title: 'Class shares of the training rows',
  settings: z.strictObject({}),
  defaults: {},
  create: () => new MajorityClassifier(),
  restore: (saved) => MajorityClassifier.restore(saved),
  asBaseline: () => [{}],
};
