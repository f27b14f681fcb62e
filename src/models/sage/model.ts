import * as z from 'zod/mini';
import { HeteroConv, Sage } from '../../layers/index.js';
import { relu } from '../../tensor/index.js';
import { defineNetwork } from '../network/define-network.js';
import { LayerStack } from '../network/layer-stack.js';
import { type NetworkSettings, networkDefaults } from '../network/settings.js';

export interface SageSettings extends NetworkSettings {
  /** What is taken of the neighbours: their mean, or the largest value of each column. */
  readonly aggregate: 'mean' | 'max';
}

export const sage = defineNetwork<SageSettings>({
  name: 'sage',
  title: 'GraphSAGE per relation',
  paper: 'Hamilton et al., "Inductive Representation Learning on Large Graphs", NeurIPS 2017',
  settings: { aggregate: z.enum(['mean', 'max']) },
  defaults: { ...networkDefaults, learningRate: 2e-3, aggregate: 'mean' },
  build(context, { hidden, dropout, aggregate }) {
    const { schema, types, seed, inputWidth } = context;
    const layers = types.slice(1).map((outputTypes, l) => {
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden };
      const convolution = (each: ConstructorParameters<typeof Sage>[0]) => new Sage({ ...each, aggregate });
      return new HeteroConv({
        name: `layer/${l}`,
        seed,
        schema,
        outputTypes,
        convolution,
        aggregate: 'mean',
        ...widths,
      });
    });
    return new LayerStack({ context, layers, width: hidden, activation: relu, dropout });
  },
});
