import * as z from 'zod/mini';
import { RGat } from '../../layers/index.js';
import { elu } from '../../tensor/index.js';
import { type AttentionSettings, attentionSettings, checkHeadsOf } from '../network/attention-settings.js';
import { defineNetwork } from '../network/define-network.js';
import { LayerStack } from '../network/layer-stack.js';
import { networkDefaults } from '../network/settings.js';

export interface RGatSettings extends AttentionSettings {
  /** Whether attention is normalised over the edges of all relations together, or of each relation alone. */
  readonly softmax: 'all' | 'relation';
}

export const rgat = defineNetwork<RGatSettings>({
  name: 'rgat',
  title: 'Relational graph attention',
  paper: 'Busbridge et al., "Relational Graph Attention Networks", arXiv 1904.05811',
  settings: { ...attentionSettings, softmax: z.enum(['all', 'relation']) },
  defaults: { ...networkDefaults, learningRate: 5e-3, heads: 8, attentionDropout: 0.2, softmax: 'relation' },
  checkSettings: checkHeadsOf,
  build(context, { hidden, dropout, heads, attentionDropout, softmax }) {
    const { schema, types, seed, inputWidth } = context;
    const layers = types.slice(1).map((outputTypes, l) => {
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden };
      const options = { name: `layer/${l}`, seed, schema, outputTypes, heads, attentionDropout, softmax };
      return new RGat({ ...options, ...widths });
    });
    return new LayerStack({ context, layers, width: hidden, activation: elu, dropout });
  },
});
