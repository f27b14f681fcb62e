import type { LinkNetworkKind } from '../link-network/network.js';
import { networkOf } from '../link-network/network-of.js';
import type { NetworkSettings } from '../network/settings.js';
import { modelNamed } from '../registry.js';

/**
 * A message-passing model that gives the states of several node types, with its settings for links.
 *
 * @param own defaults that differ from those for links
 * @throws {HeteroGraphError} UNKNOWN_MODEL; UNSUPPORTED_BY_MODEL; INVALID_OPTION naming the setting
 */
export function networkNamed(name: string, own: object, given: object = {}): LinkNetworkKind<NetworkSettings> {
  return networkOf(modelNamed(name), own, given);
}
