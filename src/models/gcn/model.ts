import { Gcn } from '../../layers/index.js';
import { relu } from '../../tensor/index.js';
import { defineNetwork } from '../network/define-network.js';
import { HomogeneousStack } from '../network/homogeneous-stack.js';
import { networkDefaults } from '../network/settings.js';

export const gcn = defineNetwork({
  name: 'gcn',
  title: 'Graph convolution that knows no types',
  paper: 'Kipf and Welling, "Semi-Supervised Classification with Graph Convolutional Networks", ICLR 2017',
  settings: {},
  defaults: { ...networkDefaults, learningRate: 2e-3 },
  build(context, { hidden, dropout }) {
    const { types, seed, inputWidth } = context;
    const layers = types.slice(1).map((_, l) => {
      return new Gcn({ name: `layer/${l}`, seed, inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden });
    });
    return new HomogeneousStack({ context, layers, width: hidden, activation: relu, dropout });
  },
});
