import { Han } from '../../layers/index.js';
import { type AttentionSettings, attentionSettings, checkHeadsOf } from '../network/attention-settings.js';
import { defineNetwork } from '../network/define-network.js';
import { LayerStack } from '../network/layer-stack.js';
import { networkDefaults } from '../network/settings.js';

const defaults: AttentionSettings = { ...networkDefaults, learningRate: 5e-3, heads: 8, attentionDropout: 0.6 };

export const han = defineNetwork<AttentionSettings>({
  name: 'han',
  title: 'Heterogeneous graph attention over relations',
  paper: 'Wang et al., "Heterogeneous Graph Attention Network", WWW 2019',
  settings: attentionSettings,
  defaults,
  presets: {
    'hgb-acm': { ...defaults, inputFeatures: 'target' },
    'hgb-dblp': defaults,
    'hgb-imdb': { ...defaults, attentionDropout: 0.3, criterion: 'f1' },
  },
  checkSettings: checkHeadsOf,
  build(context, { hidden, dropout, heads, attentionDropout }) {
    const { schema, types, seed, inputWidth } = context;
    const layers = types.slice(1).map((outputTypes, l) => {
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden };
      return new Han({ name: `layer/${l}`, seed, schema, outputTypes, heads, attentionDropout, ...widths });
    });
    return new LayerStack({ context, layers, width: hidden, dropout });
  },
});
