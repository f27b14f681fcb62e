import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { NodeModelDefinition } from '../core/definition.js';
import { checkInputs, inputSchema } from '../inputs/node-inputs.js';
import { LogisticClassifier, type LogisticSettings } from './classifier.js';

const shared = {
  tasks: ['classification'] as const,
  trainsBy: ['classWeight'] as const,
  settings: z.strictObject({ ...inputSchema, penalty: option.nonNegative }),
  check: checkInputs,
  create: (settings: LogisticSettings) => new LogisticClassifier(settings),
  restore: LogisticClassifier.restore,
};

export const logistic: NodeModelDefinition<LogisticSettings> = {
  ...shared,
  name: 'logistic',
  title: 'Logistic regression on own features',
  defaults: { features: 'own', penalty: 1 },
  asBaseline: ({ graph, nodeType }) => (graph.features(nodeType) ? [{}] : []),
};

export const logisticPropagated: NodeModelDefinition<LogisticSettings> = {
  ...shared,
  name: 'logistic-propagated',
  title: 'Logistic regression on features averaged along relations',
  defaults: { features: 'propagated', penalty: 1 },
  asBaseline: (_, relations) => [{ relations }],
};

export const logisticAggregated: NodeModelDefinition<LogisticSettings> = {
  ...shared,
  name: 'logistic-aggregated',
  title: 'Logistic regression on counts, means, sums and extremes of related rows',
  // Some hundred columns, of which few matter.
  defaults: { features: 'aggregated', penalty: 5 },
};

export const logisticGraph: NodeModelDefinition<LogisticSettings> = {
  ...shared,
  name: 'logistic-graph',
  wholeGraphs: true,
  title: 'Logistic regression on the mean features and numbers of the nodes and edges of a whole graph',
  defaults: { features: 'graph', penalty: 1 },
};
