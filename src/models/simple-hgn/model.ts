import { option } from '../../core/index.js';
import { attentionSettings } from '../network/attention-settings.js';
import { defineNetwork } from '../network/define-network.js';
import { networkDefaults } from '../network/settings.js';
import type { SimpleHgnSettings } from './settings.js';
import { SimpleHgnStack } from './stack.js';

const defaults: SimpleHgnSettings = {
  ...networkDefaults,
  ...{ layers: 3, hidden: 64, heads: 8, relationWidth: 64, attentionResidual: 0.05 },
  ...{ dropout: 0.5, attentionDropout: 0.5, learningRate: 5e-4, weightDecay: 1e-4, epochs: 300, patience: 30 },
};

export const simpleHgn = defineNetwork<SimpleHgnSettings>({
  name: 'simple-hgn',
  title: 'Graph attention over all edges whose scores know the relation',
  paper:
    'Lv et al., "Are we really making much progress? Revisiting, benchmarking, and refining heterogeneous graph neural networks", KDD 2021',
  settings: { ...attentionSettings, relationWidth: option.count, attentionResidual: option.fraction },
  defaults,
  presets: {
    'hgb-dblp': { ...defaults, inputFeatures: 'none' },
    'hgb-imdb': defaults,
    'hgb-acm': { ...defaults, inputFeatures: 'target' },
  },
  fewestWeights: ({ layers, hidden, heads, relationWidth }) =>
    layers === 1 ? hidden + relationWidth ** 2 : (hidden ** 2 + relationWidth ** 2) * heads,
  build: (context, settings) => new SimpleHgnStack(context, settings),
});
