import { HeteroGraphError } from '../../core/index.js';
import type { NodeModelDefinition } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import { checkInputs } from '../inputs/node-inputs.js';
import { NodeTrees } from './estimator.js';
import { type NodeTreesSettings, nodeTreesDefaults, nodeTreesSchema } from './settings.js';

/** Classes of softmax at most. */
const MOST_CLASSES = 1000;

function check(problem: Problem, settings: NodeTreesSettings): void {
  checkInputs(problem, settings);
  if (problem.kind === 'regression' || problem.targets.kind === 'multi') return;
  const { numClasses } = problem.targets;
  if (numClasses <= MOST_CLASSES) return;
  throw new HeteroGraphError(
    'UNSUPPORTED_BY_MODEL',
    `Boosted trees tell at most ${MOST_CLASSES} classes apart, and there are ${numClasses}.`,
    {
      type: problem.nodeType,
      hint: 'Use another model, such as logistic or rphgnn, or join rare classes.',
    },
  );
}

const shared = {
  paper: 'Friedman: Greedy function approximation, Annals of Statistics, 2001; Ke et al.: LightGBM, NeurIPS 2017',
  tasks: ['classification', 'regression'] as const,
  trainsBy: ['loss', 'classWeight'] as const,
  settings: nodeTreesSchema,
  check,
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
