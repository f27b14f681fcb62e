import * as z from 'zod/mini';
import { HeteroGraphError, option } from '../../core/index.js';
import { RGcn } from '../../layers/index.js';
import { relu } from '../../tensor/index.js';
import { defineNetwork } from '../network/define-network.js';
import { LayerStack } from '../network/layer-stack.js';
import { type NetworkSettings, networkDefaults } from '../network/settings.js';

export interface RGcnSettings extends NetworkSettings {
  /** Matrices that those of the relations are sums of; default: each relation has its own. */
  readonly bases?: number;
  /**
   * What stands for features where a node type has none: a learned vector per node, which the matrices of relations map (default); or a learned
   * vector per node and relation, as matrices are where inputs are one-hot. Then the model is trained on the whole graph only.
   */
  readonly featureless?: 'node-vectors' | 'relation-vectors';
  /** Whether a linear map of the last layer's states gives the scores (default), or the last layer itself, without activation. */
  readonly head?: 'linear' | 'none';
}

/** Slower steps end before they begin where validation rows are few: their loss rises at first. */
const defaults: RGcnSettings = { ...networkDefaults, learningRate: 0.01 };

const hgb: RGcnSettings = { ...networkDefaults, learningRate: 2e-3 };

/** As the authors run it on entities without features. */
const published: RGcnSettings = {
  ...networkDefaults,
  ...{
    featureless: 'relation-vectors',
    head: 'none',
    hidden: 16,
    dropout: 0,
    inputFeatures: 'none',
    epochs: 50,
    patience: 50,
    learningRate: 0.01,
    weightDecay: 0,
  },
};

export const rgcn = defineNetwork<RGcnSettings>({
  name: 'rgcn',
  title: 'Relational graph convolution',
  paper: 'Schlichtkrull et al., "Modeling Relational Data with Graph Convolutional Networks", ESWC 2018',
  settings: {
    bases: z.optional(option.count),
    featureless: z.optional(z.enum(['node-vectors', 'relation-vectors'])),
    head: z.optional(z.enum(['linear', 'none'])),
  },
  defaults,
  presets: {
    'hgb-acm': hgb,
    'hgb-dblp': { ...hgb, inputFeatures: 'none' },
    'hgb-imdb': hgb,
    aifb: published,
    // The authors' penalty is 5e-4 times the squares, of which the gradient has the double.
    mutag: { ...published, bases: 30, weightDecay: 1e-3 },
  },
  fewestWeights: ({ bases = 0, hidden }) => (1 + bases) * hidden ** 2,
  // As the authors have it: where first weights are vectors of nodes, these alone decay.
  noDecay: ({ featureless, layers, head }) =>
    featureless === 'relation-vectors' && (layers > 1 || head !== 'none')
      ? /^(layer\/[1-9]|output\/)|\/shares$/
      : undefined,
  hasOwnVectors: ({ featureless }) => featureless === 'relation-vectors',
  checkSettings({ featureless, batchSize }) {
    if (featureless !== 'relation-vectors' || batchSize === undefined) return;
    throw new HeteroGraphError('INVALID_OPTION', 'Vectors per node and relation are trained on the whole graph only.', {
      column: 'settings.batchSize',
      hint: "Leave out batchSize, or set featureless: 'node-vectors'.",
    });
  },
  build(context, { hidden, dropout, bases, head = 'linear' }) {
    const { schema, types, seed, inputWidth, numOutputs, ownVectors, inputTypes } = context;
    const hasHead = head === 'linear';
    const last = types.length - 2;
    // As the authors have it on entities: the own state is one more relation, and weights start uniform.
    const isPublished = ownVectors !== undefined && ownVectors.size > 0;
    const asPublished = isPublished ? ({ ownStateFromBases: bases !== undefined, initial: 'uniform' } as const) : {};
    const layers = types.slice(1).map((outputTypes, l) => {
      const outputWidth = l === last && !hasHead ? numOutputs : hidden;
      const first = l === 0 && ownVectors?.size ? { vectors: ownVectors, inputTypes } : {};
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth };
      return new RGcn({ name: `layer/${l}`, seed, schema, outputTypes, bases, ...widths, ...first, ...asPublished });
    });
    return new LayerStack({ context, layers, width: hasHead ? hidden : undefined, activation: relu, dropout });
  },
});
