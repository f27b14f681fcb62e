import type { NodeModelDefinition } from '../core/definition.js';
import { checkRelations } from '../inputs/check.js';
import { PrecomputedClassifier } from '../precomputed/classifier.js';
import type { PrecomputedKind } from '../precomputed/kind.js';
import { type NarsInputs, narsInputs } from './inputs.js';
import { NarsNetwork } from './network.js';
import { type NarsSettings, narsDefaults, narsPresets, settingsSchema } from './settings.js';
import { narsSize } from './size.js';

export const nars: NodeModelDefinition<NarsSettings> = {
  name: 'nars',
  title: 'NARS: neighbour averages over relation subgraphs',
  paper: 'Yu et al.: Scalable Graph Neural Networks for Heterogeneous Graphs, 2020',
  settings: settingsSchema,
  defaults: narsDefaults,
  presets: narsPresets,
  tasks: ['classification', 'regression'],
  check: ({ graph, nodeType }, { relations }) => checkRelations(graph, nodeType, relations),
  create: (settings, resources) => new PrecomputedClassifier(kindOf(settings), resources),
  restore: (saved, settings, resources) => PrecomputedClassifier.restore(saved, kindOf(settings), resources),
};

function kindOf(settings: NarsSettings): PrecomputedKind<NarsSettings, NarsInputs> {
  return {
    name: 'nars',
    settings,
    usesTrainingLabels: false,
    choose: () => ({}),
    precompute: (graph, request, run) => narsInputs(graph, request, settings, run),
    network: (inputs, context) => new NarsNetwork(inputs, context, settings),
    size: (shapes, target) => narsSize(shapes, target, settings),
  };
}
