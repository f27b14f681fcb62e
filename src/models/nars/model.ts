import { propagationInput } from '../../propagation/index.js';
import type { NodeModelDefinition, SettingsForProblem } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import { checkRelations } from '../inputs/check.js';
import { PrecomputedClassifier } from '../precomputed/classifier.js';
import type { Choice, PrecomputedKind } from '../precomputed/kind.js';
import { chooseLabelHops } from '../precomputed/path-labels.js';
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
  check(problem, settings) {
    checkRelations(problem.graph, problem.nodeType, settings.relations);
    choose(problem, settings);
  },
  settingsFor: narsSettingsFor,
  create: (settings, resources) => new PrecomputedClassifier(kindOf(settings), resources),
  restore: (saved, settings, resources) => PrecomputedClassifier.restore(saved, kindOf(settings), resources),
};

function choose({ graph, nodeType, split }: Problem, { labels, labelHops, relations }: NarsSettings): Choice {
  if (!labels) return {};
  const rows = Int32Array.from(new Set([...split.train, ...split.valid, ...split.test]));
  return { labelHops: chooseLabelHops(propagationInput(graph, nodeType, relations), rows, labelHops) };
}

/** Labels as an input where a vector alone tells the target's nodes apart. */
function narsSettingsFor({ graph, nodeType }: Problem): SettingsForProblem<NarsSettings> {
  if (graph.features(nodeType)) return { settings: {}, reasons: [] };
  return {
    settings: { labels: true },
    reasons: [`labels: true, since ${nodeType} has no features that could tell its nodes apart`],
  };
}

function kindOf(settings: NarsSettings): PrecomputedKind<NarsSettings, NarsInputs> {
  return {
    name: 'nars',
    settings,
    usesTrainingLabels: settings.labels ?? false,
    choose: (problem) => choose(problem, settings),
    precompute: (graph, request, run) => narsInputs(graph, request, settings, run),
    network: (inputs, context) => new NarsNetwork(inputs, context, settings),
    size: (shapes, target) => narsSize(shapes, target, settings),
  };
}
