import * as z from 'zod/mini';
import { Gat, GatV2 } from '../../layers/index.js';
import { elu } from '../../tensor/index.js';
import { type AttentionSettings, attentionSettings, checkHeadsOf } from '../network/attention-settings.js';
import { defineNetwork } from '../network/define-network.js';
import { HomogeneousStack } from '../network/homogeneous-stack.js';
import { networkDefaults } from '../network/settings.js';

export interface GatSettings extends AttentionSettings {
  /** `gatv2`: scores that can rank neighbours differently for every node (Brody et al., ICLR 2022). */
  readonly variant: 'gat' | 'gatv2';
}

export const gat = defineNetwork<GatSettings>({
  name: 'gat',
  title: 'Graph attention that knows no types',
  paper: 'Velickovic et al., "Graph Attention Networks", ICLR 2018',
  settings: { ...attentionSettings, variant: z.enum(['gat', 'gatv2']) },
  defaults: { ...networkDefaults, learningRate: 5e-3, heads: 8, attentionDropout: 0.2, variant: 'gat' },
  checkSettings: checkHeadsOf,
  build(context, { hidden, dropout, heads, attentionDropout, variant }) {
    const { types, seed, inputWidth } = context;
    const layers = types.slice(1).map((_, l) => {
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden };
      const options = { name: `layer/${l}`, seed, heads, attentionDropout, ...widths };
      return variant === 'gat' ? new Gat(options) : new GatV2(options);
    });
    return new HomogeneousStack({ context, layers, width: hidden, activation: elu, dropout });
  },
});
