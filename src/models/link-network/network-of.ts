import { checkOptions, HeteroGraphError } from '../../core/index.js';
import { type EdgeType, edgeTypeKey, type HeteroGraph } from '../../graph/index.js';
import type { ModelDefinition } from '../core/definition.js';
import { noRelations } from '../inputs/check.js';
import type { NetworkModel } from '../network/define-network.js';
import { noDecayOf } from '../network/kind.js';
import type { NetworkSettings } from '../network/settings.js';
import type { LinkNetworkKind } from './network.js';
import type { NetworkLinkSettings } from './settings.js';

/**
 * The layers of a message-passing model that gives the states of several node types, with its settings for links.
 *
 * @param own defaults that differ from those for links
 * @throws {HeteroGraphError} UNSUPPORTED_BY_MODEL; INVALID_OPTION naming the setting
 */
export function networkOf(
  definition: ModelDefinition,
  own: object,
  given: object = {},
): LinkNetworkKind<NetworkSettings> {
  const { name } = definition;
  if (!('network' in definition) || !definition.links?.own) {
    throw new HeteroGraphError('UNSUPPORTED_BY_MODEL', `The model ${name} gives no states of several node types.`, {
      hint: 'Use a message-passing model that learns links, such as sage, rgcn or hgt.',
    });
  }
  const network = definition.network as NetworkModel<NetworkSettings>;
  const { build, reach, inputs, objective, hasOwnVectors, fewestWeights, checkSettings } = network;
  const { settings: schema, defaults } = definition.links.own;
  const settings = { ...defaults, ...own, ...given } as unknown as NetworkLinkSettings;
  checkOptions(schema, settings, { what: 'settings' });
  checkSettings?.(settings as unknown as NetworkSettings);
  const noDecay = noDecayOf(network.noDecay, settings as unknown as NetworkSettings);
  return {
    name,
    settings,
    build,
    reach,
    inputs,
    objective,
    noDecay,
    hasOwnVectors,
    ...(fewestWeights ? { fewestWeights } : {}),
  };
}

/** Edge types with edges, of two inverse ones the first. @throws {HeteroGraphError} NO_RELATIONS; UNKNOWN_TYPE, AMBIGUOUS */
export function linkedTypes(graph: HeteroGraph, relations: readonly string[] | undefined): readonly EdgeType[] {
  const chosen = relations?.map((relation) => graph.resolveEdgeType(relation)) ?? graph.edgeTypes;
  const kept = new Set<string>();
  const types = chosen.filter((type) => {
    const { inverse } = graph.edgeSchema(type);
    if (graph.numEdges(type) === 0 || (inverse && kept.has(edgeTypeKey(inverse)))) return false;
    kept.add(edgeTypeKey(type));
    return true;
  });
  if (types.length === 0) throw noRelations(graph.nodeTypes[0] ?? '');
  return types;
}
