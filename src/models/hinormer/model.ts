import * as z from 'zod/mini';
import { HeteroGraphError, option } from '../../core/index.js';
import { checkHeadsOf } from '../network/attention-settings.js';
import { defineNetwork } from '../network/define-network.js';
import { networkDefaults } from '../network/settings.js';
import { type HinormerSettings, rowsAtOnce } from './settings.js';
import { HinormerStack } from './stack.js';

/** As the authors run it. */
const published: HinormerSettings = {
  ...networkDefaults,
  ...{ layers: 2, hidden: 256, heads: 2, dropout: 0.5, encoderLayers: 4 },
  ...{ sequenceLength: 50, beta: 0.5, temperature: 1 },
  ...{ learningRate: 1e-4, weightDecay: 0, epochs: 1000, patience: 50 },
};

/** Where there is no preset: narrower, with shorter sequences, fewer and larger steps, and own features that reach the scores. */
const defaults: HinormerSettings = {
  ...published,
  ...{ hidden: 64, sequenceLength: 20, learningRate: 1e-3, epochs: 300, patience: 30, residual: true },
};

/** More relations than any schema has one after the other: sequences go as far as there are nodes. */
const FAR = 1000;
/** Of a sequence. */
const MOST_NODES = 10_000;

export const hinormer = defineNetwork<HinormerSettings>({
  name: 'hinormer',
  title: 'Transformer over sequences of nodes around each node',
  paper:
    'Mao et al., "HINormer: Representation Learning On Heterogeneous Information Networks with Graph Transformer", WWW 2023',
  settings: {
    heads: option.count,
    encoderLayers: option.count,
    residual: z.optional(z.boolean('true or false')),
    sequenceLength: option.count,
    beta: option.nonNegative,
    temperature: option.positive,
  },
  defaults,
  presets: {
    'hgb-dblp': { ...published, sequenceLength: 50, beta: 0.1, temperature: 0.1 },
    'hgb-imdb': { ...published, sequenceLength: 150, beta: 0.5, temperature: 1 },
  },
  checkSettings(settings) {
    checkHeadsOf(settings);
    if (settings.sequenceLength <= MOST_NODES) return;
    throw new HeteroGraphError('INVALID_OPTION', `Sequences of ${settings.sequenceLength} nodes are too long.`, {
      column: 'settings.sequenceLength',
      hint: `Choose at most ${MOST_NODES}: time and memory grow with its square.`,
    });
  },
  reach: () => FAR,
  rowsAtOnce,
  trainsOnSamples: false,
  givesAllTypes: false,
  fewestWeights: ({ hidden, layers, encoderLayers }) => hidden ** 2 * (2 * layers + encoderLayers),
  build: (context, settings) => new HinormerStack(context, settings),
});
