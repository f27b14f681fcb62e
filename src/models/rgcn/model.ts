import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { RGcn } from '../../layers/index.js';
import { relu } from '../../tensor/index.js';
import { defineNetwork } from '../network/define-network.js';
import { LayerStack } from '../network/layer-stack.js';
import { type NetworkSettings, networkDefaults } from '../network/settings.js';

export interface RGcnSettings extends NetworkSettings {
  /** Matrices that those of the relations are sums of; default: each relation has its own. */
  readonly bases?: number;
}

/** Slower steps end before they begin where validation rows are few: their loss rises at first. */
const defaults: RGcnSettings = { ...networkDefaults, learningRate: 0.01 };

const hgb: RGcnSettings = { ...networkDefaults, learningRate: 2e-3 };

/** As the authors run it on entities without features. */
const published: RGcnSettings = {
  ...networkDefaults,
  ...{ hidden: 16, dropout: 0, inputFeatures: 'none', epochs: 50, patience: 50, learningRate: 0.01, weightDecay: 0 },
};

export const rgcn = defineNetwork<RGcnSettings>({
  name: 'rgcn',
  title: 'Relational graph convolution',
  paper: 'Schlichtkrull et al., "Modeling Relational Data with Graph Convolutional Networks", ESWC 2018',
  settings: { bases: z.optional(option.count) },
  defaults,
  presets: {
    'hgb-acm': hgb,
    'hgb-dblp': { ...hgb, inputFeatures: 'none' },
    'hgb-imdb': hgb,
    aifb: published,
    mutag: { ...published, bases: 30, weightDecay: 5e-4 },
  },
  fewestWeights: ({ bases = 0, hidden }) => (1 + bases) * hidden ** 2,
  build(context, { hidden, dropout, bases }) {
    const { schema, types, seed, inputWidth } = context;
    const layers = types.slice(1).map((outputTypes, l) => {
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden };
      return new RGcn({ name: `layer/${l}`, seed, schema, outputTypes, bases, ...widths });
    });
    return new LayerStack({ context, layers, width: hidden, activation: relu, dropout });
  },
});
