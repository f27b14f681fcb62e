import { expectMembers } from '../../core/index.js';
import type { DiffusionNetwork } from './network.js';

/** Refuses what is no network, wherever one comes in. @throws {HeteroGraphError} INVALID_OPTION */
export function expectNetwork(network: DiffusionNetwork): void {
  expectMembers(network, 'network', { numNodes: 'number', types: 'list', rules: 'list', model: 'text' });
}
