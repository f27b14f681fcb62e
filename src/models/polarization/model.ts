import type * as z from 'zod/mini';
import type { NodeModelDefinition } from '../core/definition.js';
import { checkRelations, noRelations } from '../inputs/check.js';
import type { LinkNetworkKind } from '../link-network/network.js';
import { linkedTypes } from '../link-network/network-of.js';
import { linkSettingsOf, type NetworkLinkSettings } from '../link-network/settings.js';
import { withLinks } from '../link-network/with-links.js';
import { defineNetwork } from '../network/define-network.js';
import { PolarizationClassifier } from './estimator.js';
import { modalityInputs } from './inputs.js';
import { type PolarizationSettings, polarizationDefaults, polarizationSchema } from './settings.js';
import { polarizationStack } from './stack.js';

type Settings = NetworkLinkSettings<PolarizationSettings>;

const network = defineNetwork<PolarizationSettings>({
  name: 'polarization',
  title: 'Sides of users by whom and what they share, learned without labels, and a linear map',
  paper:
    'Lyu and Luo, "Understanding Political Polarization via Jointly Modeling Users, Connections and Multimodal Contents on Heterogeneous Graphs", ACM MM 2022',
  settings: polarizationSchema,
  defaults: polarizationDefaults,
  build: polarizationStack,
  inputs: modalityInputs,
  objective: 'links',
});
const links = linkSettingsOf(network.network);
const defaults: Settings = {
  ...links.defaults,
  ...{ decoder: 'distmult', loss: 'bpr', negatives: 5, negativesBy: 'degree', opposites: 2 },
  ...{ dropout: 0.6, learningRate: 1e-2, epochs: 200 },
};
const kindOf = (settings: Settings): LinkNetworkKind<PolarizationSettings> => {
  const { name, build, inputs } = network.network;
  return { name, settings, build, inputs };
};

/** Its settings are those for links: links are what it learns, whatever is read off the vectors. */
export const polarization = {
  ...withLinks(network),
  settings: links.settings as z.ZodMiniType<Settings>,
  defaults,
  trainsBy: ['classWeight'],
  settingsFor: () => ({ settings: {}, reasons: [] }),
  check({ graph, nodeType }, { relations }) {
    checkRelations(graph, nodeType, relations);
    const isLinked = linkedTypes(graph, relations).some(([from, , to]) => from === nodeType || to === nodeType);
    if (!isLinked) throw noRelations(nodeType);
  },
  create: (settings, resources) => new PolarizationClassifier(kindOf(settings), resources),
  restore: (saved, settings, resources) => PolarizationClassifier.restore(saved, kindOf(settings), resources),
  links: { ...withLinks(network).links!, own: { settings: links.settings, defaults } },
} as NodeModelDefinition<Settings>;
