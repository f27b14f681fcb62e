import type { NodeModelDefinition } from '../core/definition.js';
import { checkInputs } from '../inputs/node-inputs.js';
import { NodeTrees } from './estimator.js';
import { type NodeTreesSettings, nodeTreesDefaults, nodeTreesSchema } from './settings.js';

const shared = {
  paper: 'Friedman: Greedy function approximation, Annals of Statistics, 2001; Ke et al.: LightGBM, NeurIPS 2017',
  tasks: ['classification', 'regression'] as const,
  trainsBy: ['loss', 'classWeight'] as const,
  settings: nodeTreesSchema,
  check: checkInputs,
  create: (settings: NodeTreesSettings) => new NodeTrees(settings),
  restore: NodeTrees.restore,
};

export const gbdt: NodeModelDefinition<NodeTreesSettings> = {
  ...shared,
  name: 'gbdt',
  title: 'Gradient boosted trees on own features',
  defaults: nodeTreesDefaults,
};

export const gbdtPropagated: NodeModelDefinition<NodeTreesSettings> = {
  ...shared,
  name: 'gbdt-propagated',
  title: 'Gradient boosted trees on features averaged along relations',
  defaults: { ...nodeTreesDefaults, features: 'propagated' },
};

export const gbdtAggregated: NodeModelDefinition<NodeTreesSettings> = {
  ...shared,
  name: 'gbdt-aggregated',
  title: 'Gradient boosted trees on counts, means, sums and extremes of related rows',
  defaults: { ...nodeTreesDefaults, features: 'aggregated' },
};

export const gbdtGraph: NodeModelDefinition<NodeTreesSettings> = {
  ...shared,
  name: 'gbdt-graph',
  wholeGraphs: true,
  title: 'Gradient boosted trees on the mean features and numbers of the nodes and edges of a whole graph',
  defaults: { ...nodeTreesDefaults, features: 'graph' },
};
