import * as z from 'zod/mini';
import { option } from '../../core/index.js';
import { Hgt } from '../../layers/index.js';
import { gelu } from '../../tensor/index.js';
import { checkHeadsOf } from '../network/attention-settings.js';
import { defineNetwork, type NetworkDefinition } from '../network/define-network.js';
import { LayerStack } from '../network/layer-stack.js';
import { type NetworkSettings, networkDefaults } from '../network/settings.js';

export interface HgtSettings extends NetworkSettings {
  /** Divides `hidden`. */
  readonly heads: number;
  /** One softmax over the edges of all relations, as in the paper, or one per relation, as in DGL. */
  readonly softmax: 'all' | 'relation';
  /** Layer normalisation at the end of every layer. */
  readonly norm: boolean;
}

const defaults: HgtSettings = { ...networkDefaults, heads: 8, softmax: 'all', norm: true, dropout: 0.2 };
/** With one softmax a relation, as in DGL, with which the scores of the benchmark were measured. */
const hgb: HgtSettings = { ...defaults, softmax: 'relation' };

const network = defineNetwork<HgtSettings>({
  name: 'hgt',
  title: 'Heterogeneous graph transformer',
  paper: 'Hu et al., "Heterogeneous Graph Transformer", WWW 2020',
  settings: { heads: option.count, softmax: z.enum(['all', 'relation']), norm: z.boolean('true or false') },
  defaults,
  presets: {
    'hgb-acm': hgb,
    'hgb-dblp': { ...hgb, inputFeatures: 'target', dropout: 0.5, layers: 3 },
    'hgb-imdb': { ...hgb, dropout: 0.5, criterion: 'f1', learningRate: 5e-4 },
  },
  checkSettings: checkHeadsOf,
  build(context, { hidden, dropout, heads, softmax, norm }) {
    const { schema, types, seed, inputWidth } = context;
    const layers = types.slice(1).map((outputTypes, l) => {
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden };
      return new Hgt({ name: `layer/${l}`, seed, schema, outputTypes, heads, softmax, norm, ...widths });
    });
    return new LayerStack({ context, layers, width: hidden, inputActivation: gelu, dropout });
  },
});

export const hgt: NetworkDefinition<HgtSettings> = {
  ...network,
  settingsFor(problem) {
    const { settings, reasons } = network.settingsFor!(problem);
    // Of one relation and its reverse both are much the same.
    if (problem.graph.edgeTypes.length < 2) return { settings, reasons };
    const reason =
      'softmax: relation, since the graph has several relations: on the validation rows of data sets with several it scored above one softmax of all';
    return { settings: { ...settings, softmax: 'relation' }, reasons: [...reasons, reason] };
  },
};
