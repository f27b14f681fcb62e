import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { NodeModelDefinition } from '../core/definition.js';
import { checkInputs, inputSchema } from '../inputs/node-inputs.js';
import { RidgeClassifier, type RidgeSettings } from './classifier.js';

const shared = {
  tasks: ['classification', 'regression'] as const,
  settings: z.strictObject({ ...inputSchema, penalty: option.nonNegative }),
  check: checkInputs,
  create: (settings: RidgeSettings) => new RidgeClassifier(settings),
  restore: RidgeClassifier.restore,
};

export const ridge: NodeModelDefinition<RidgeSettings> = {
  ...shared,
  name: 'ridge',
  title: 'Ridge regression on own features',
  defaults: { features: 'own', penalty: 0.01 },
  asBaseline: ({ graph, nodeType }) => (graph.features(nodeType) ? [{}] : []),
};

export const ridgePropagated: NodeModelDefinition<RidgeSettings> = {
  ...shared,
  name: 'ridge-propagated',
  title: 'Ridge regression on features averaged along relations',
  defaults: { features: 'propagated', penalty: 0.01 },
  asBaseline: (_, relations) => [{ relations }],
};

export const ridgeAggregated: NodeModelDefinition<RidgeSettings> = {
  ...shared,
  name: 'ridge-aggregated',
  title: 'Ridge regression on counts, means, sums and extremes of related rows',
  defaults: { features: 'aggregated', penalty: 0.01 },
};

export const ridgeGraph: NodeModelDefinition<RidgeSettings> = {
  ...shared,
  name: 'ridge-graph',
  wholeGraphs: true,
  title: 'Ridge regression on the mean features and numbers of the nodes and edges of a whole graph',
  defaults: { features: 'graph', penalty: 0.01 },
};
