import { option } from '../../core/index.js';
import { Hgt } from '../../layers/index.js';
import { relu } from '../../tensor/index.js';
import { defineNetwork } from '../network/define-network.js';
import { LayerStack } from '../network/layer-stack.js';
import { type NetworkSettings, networkDefaults } from '../network/settings.js';

export interface HgtSettings extends NetworkSettings {
  /** Divides `hidden`. */
  readonly heads: number;
}

export const hgt = defineNetwork<HgtSettings>({
  name: 'hgt',
  title: 'Heterogeneous graph transformer',
  paper: 'Hu et al., "Heterogeneous Graph Transformer", WWW 2020',
  settings: { heads: option.count },
  defaults: { ...networkDefaults, heads: 8, dropout: 0.2 },
  build(context, { hidden, dropout, heads }) {
    const { schema, types, seed, inputWidth } = context;
    const layers = types.slice(1).map((outputTypes, l) => {
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden };
      return new Hgt({ name: `layer/${l}`, seed, schema, outputTypes, heads, ...widths });
    });
    return new LayerStack({ context, layers, width: hidden, inputActivation: relu, dropout });
  },
});
