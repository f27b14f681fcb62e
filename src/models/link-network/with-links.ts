import type { NodeModelDefinition } from '../core/definition.js';
import type { LinkProblem } from '../core/link-types.js';
import { checkRelations } from '../inputs/check.js';
import type { NetworkDefinition } from '../network/define-network.js';
import { noDecayOf } from '../network/kind.js';
import type { NetworkSettings } from '../network/settings.js';
import { NetworkLinkModel } from './estimator.js';
import type { LinkNetworkKind } from './network.js';
import { linkSettingsOf, type NetworkLinkSettings } from './settings.js';

/** A message-passing model that learns links too: its layers give the states of both ends, and a decoder scores them. */
export function withLinks<S extends NetworkSettings>(
  definition: NetworkDefinition<S>,
): NodeModelDefinition<S, NetworkLinkSettings<S>> {
  const { name, build, reach, inputs, hasOwnVectors, fewestWeights, checkSettings } = definition.network;
  const kind = (settings: NetworkLinkSettings<S>): LinkNetworkKind<S> => {
    checkSettings?.(settings as unknown as S);
    const noDecay = noDecayOf(definition.network.noDecay, settings as unknown as S);
    return {
      name,
      settings,
      build,
      reach,
      inputs,
      noDecay,
      hasOwnVectors,
      ...(fewestWeights ? { fewestWeights } : {}),
    };
  };
  return {
    ...definition,
    tasks: [...(definition.tasks ?? []), 'links'],
    links: {
      own: linkSettingsOf(definition.network),
      check({ split }: LinkProblem, settings) {
        for (const [source, , target] of split.edgeTypes) {
          for (const end of [source, target]) checkRelations(split.train.graph, end, settings.relations);
        }
        checkSettings?.(settings as unknown as S);
      },
      create: (settings, resources) => new NetworkLinkModel(kind(settings), resources),
      restore: (saved, settings, resources) => NetworkLinkModel.restore(saved, kind(settings), resources),
    },
  };
}
