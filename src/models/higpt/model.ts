import { MetaHgt } from '../../layers/index.js';
import { gelu } from '../../tensor/index.js';
import { checkHeadsOf } from '../network/attention-settings.js';
import { defineNetwork } from '../network/define-network.js';
import { LayerStack } from '../network/layer-stack.js';
import { metaInputs } from './inputs.js';
import { type HigptSettings, higptDefaults, higptSchema } from './settings.js';
import { checkSchemaText } from './text/schema-text.js';
import { checkGivenVectors, vectorsOf } from './text/schema-vectors.js';

export const higpt = defineNetwork<HigptSettings>({
  name: 'higpt',
  title: 'Heterogeneous graph transformer whose weights follow from descriptions of the types',
  paper: 'Tang et al., "HiGPT: Heterogeneous Graph Language Model", KDD 2024',
  settings: higptSchema,
  defaults: higptDefaults,
  inputs: metaInputs,
  takesNewTypes: true,
  fewestWeights: ({ bases, inputWidth, hidden, textWidth }) => bases * ((inputWidth + hidden) * hidden + textWidth),
  checkSettings(settings) {
    checkHeadsOf(settings);
    if (settings.schemaText) checkSchemaText(settings.schemaText, 'settings.schemaText');
    if (settings.schemaVectors) checkGivenVectors(settings.schemaVectors, settings.textWidth);
  },
  build(context, settings) {
    const { schema, types, seed, inputWidth } = context;
    const { hidden, dropout, heads, softmax, bases, textWidth } = settings;
    const vectors = vectorsOf(schema, settings);
    const layers = types.slice(1).map((outputTypes, l) => {
      const widths = { inputWidth: l === 0 ? inputWidth : hidden, outputWidth: hidden };
      const generator = { vectors, textWidth, bases };
      return new MetaHgt({ name: `layer/${l}`, seed, schema, outputTypes, heads, softmax, ...generator, ...widths });
    });
    return new LayerStack({ context, layers, width: hidden, inputActivation: gelu, dropout });
  },
});
