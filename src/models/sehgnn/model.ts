import type { NodeModelDefinition } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import { PrecomputedClassifier } from '../precomputed/classifier.js';
import type { PrecomputedKind } from '../precomputed/kind.js';
import { chooseHops, type Hops } from './choose-hops.js';
import { type SeHgnnInputs, sehgnnInputs } from './inputs.js';
import { SeHgnnNetwork } from './network.js';
import { type SeHgnnSettings, sehgnnDefaults, sehgnnPresets, settingsSchema } from './settings.js';
import { sehgnnSettingsFor } from './settings-for.js';
import { sehgnnSize } from './size.js';
import { checkTrainingMemory } from './training-memory.js';

export const sehgnn: NodeModelDefinition<SeHgnnSettings> = {
  name: 'sehgnn',
  title: 'SeHGNN: features and labels along metapaths, fused by attention',
  paper: 'Yang et al.: Simple and Efficient Heterogeneous Graph Neural Network, AAAI, 2023',
  settings: settingsSchema,
  defaults: sehgnnDefaults,
  presets: sehgnnPresets,
  tasks: ['classification', 'regression'],
  check: (problem, settings) => void choose(problem, settings),
  settingsFor: sehgnnSettingsFor,
  create: (settings, resources) => new PrecomputedClassifier(kindOf(settings), resources),
  restore: (saved, settings, resources) => PrecomputedClassifier.restore(saved, kindOf(settings), resources),
};

function choose(problem: Problem, settings: SeHgnnSettings): Hops {
  const hops = chooseHops(problem, settings);
  checkTrainingMemory(problem, settings, hops);
  return hops;
}

function kindOf(settings: SeHgnnSettings): PrecomputedKind<SeHgnnSettings, SeHgnnInputs> {
  return {
    name: 'sehgnn',
    settings,
    usesTrainingLabels: settings.labels,
    knowsNodes: settings.featureless === 'identity',
    choose: (problem) => ({ ...choose(problem, settings) }),
    precompute: (graph, request, run, resources) => sehgnnInputs(graph, request, settings, run, resources),
    network: (inputs, context) => new SeHgnnNetwork(inputs, context, settings),
    size: (shapes, target) => sehgnnSize(shapes, target, settings),
  };
}
