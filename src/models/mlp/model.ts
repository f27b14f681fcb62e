import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import type { NodeModelDefinition } from '../core/definition.js';
import type { ModelResources } from '../core/types.js';
import { checkInputs, inputSchema } from '../inputs/node-inputs.js';
import { MlpClassifier, type MlpSettings, mlpDefaults } from './classifier.js';

const shared = {
  tasks: ['classification', 'regression'] as const,
  settings: z.strictObject({
    ...inputSchema,
    hiddenLayers: option.countFrom(0),
    hidden: option.count,
    dropout: option.rate,
    epochs: option.countFrom(0),
    patience: option.nonNegative,
    learningRate: option.positive,
    batchSize: option.count,
  }),
  check: checkInputs,
  create: (settings: MlpSettings, resources: ModelResources) => new MlpClassifier(settings, resources),
  restore: MlpClassifier.restore,
};

export const mlp: NodeModelDefinition<MlpSettings> = {
  ...shared,
  name: 'mlp',
  title: 'Multilayer perceptron on own features',
  defaults: mlpDefaults,
  asBaseline: ({ graph, nodeType }) => (graph.features(nodeType) ? [{}] : []),
};

export const mlpPropagated: NodeModelDefinition<MlpSettings> = {
  ...shared,
  name: 'mlp-propagated',
  title: 'Multilayer perceptron on features averaged along relations',
  defaults: { ...mlpDefaults, features: 'propagated' },
};

export const mlpAggregated: NodeModelDefinition<MlpSettings> = {
  ...shared,
  name: 'mlp-aggregated',
  title: 'Multilayer perceptron on counts, means, sums and extremes of related rows',
  defaults: { ...mlpDefaults, features: 'aggregated' },
};

export const mlpGraph: NodeModelDefinition<MlpSettings> = {
  ...shared,
  name: 'mlp-graph',
  wholeGraphs: true,
  title: 'Multilayer perceptron on the mean features and numbers of the nodes and edges of a whole graph',
  defaults: { ...mlpDefaults, features: 'graph' },
};
