import type { NodeModelDefinition } from '../core/definition.js';
import { PrecomputedClassifier } from '../precomputed/classifier.js';
import type { PrecomputedKind } from '../precomputed/kind.js';
import { chooseHops } from './choose-hops.js';
import { type SeHgnnInputs, sehgnnInputs } from './inputs.js';
import { SeHgnnNetwork } from './network.js';
import { type SeHgnnSettings, sehgnnDefaults, sehgnnPresets, settingsSchema } from './settings.js';
import { sehgnnSettingsFor } from './settings-for.js';
import { sehgnnSize } from './size.js';

export const sehgnn: NodeModelDefinition<SeHgnnSettings> = {
  name: 'sehgnn',
  title: 'SeHGNN: features and labels along metapaths, fused by attention',
  paper: 'Yang et al.: Simple and Efficient Heterogeneous Graph Neural Network, AAAI, 2023',
  settings: settingsSchema,
  defaults: sehgnnDefaults,
  presets: sehgnnPresets,
  check: (problem, settings) => void chooseHops(problem, settings),
  settingsFor: sehgnnSettingsFor,
  create: (settings, resources) => new PrecomputedClassifier(kindOf(settings), resources),
  restore: (saved, settings, resources) => PrecomputedClassifier.restore(saved, kindOf(settings), resources),
};

function kindOf(settings: SeHgnnSettings): PrecomputedKind<SeHgnnSettings, SeHgnnInputs> {
  return {
    name: 'sehgnn',
    settings,
    usesTrainingLabels: settings.labels,
    choose: (problem) => ({ ...chooseHops(problem, settings) }),
    precompute: (graph, request, run, resources) => sehgnnInputs(graph, request, settings, run, resources),
    network: (inputs, context) => new SeHgnnNetwork(inputs, context, settings),
    size: (shapes, target) => sehgnnSize(shapes, target, settings),
  };
}
