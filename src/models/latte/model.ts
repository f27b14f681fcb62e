import { checkHeadsOf } from '../network/attention-settings.js';
import { defineNetwork } from '../network/define-network.js';
import { type LatteSettings, latteDefaults, lattePresets, latteSettings } from './settings.js';
import { LatteStack } from './stack.js';

export const latte = defineNetwork<LatteSettings>({
  name: 'latte',
  title: 'Attention over meta-relations that each node weighs for itself',
  paper: 'Tran and Gao, "Layer-stacked Attention for Heterogeneous Network Embedding", arXiv 2009.08072',
  settings: latteSettings,
  defaults: latteDefaults,
  presets: lattePresets,
  checkSettings: checkHeadsOf,
  trainsOnSamples: false,
  reach: ({ layers }) => (layers * (layers + 1)) / 2,
  noDecay: /\/(bias|sharpness|table|scale|shift)$/,
  build: (context, settings) => new LatteStack(context, settings),
});
