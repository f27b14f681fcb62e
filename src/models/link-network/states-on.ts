import type { EdgeType, HeteroGraph } from '../../graph/index.js';
import { initTensors } from '../../tensor/index.js';
import { writeWeights } from '../core/network-state.js';
import type { SavedModel } from '../core/types.js';
import { weightsOn } from '../network/node-tables.js';
import { checkReversed, checkSeenNetwork, type SeenNetwork } from '../network/seen-network.js';
import type { NetworkSettings } from '../network/settings.js';
import { LinkNetwork, type LinkNetworkKind, type NodeStates } from './network.js';

/** A fitted network without tensors. */
export interface FittedNetwork<S extends NetworkSettings> {
  readonly kind: LinkNetworkKind<S>;
  readonly edgeTypes: readonly EdgeType[];
  readonly seen: SeenNetwork;
  readonly saved: Pick<SavedModel, 'seed' | 'parameters' | 'weights'>;
}

/** States of all nodes of a graph that links may end at. @throws {HeteroGraphError} MODEL_MISMATCH where it is unlike that of the fit */
export async function statesOn<S extends NetworkSettings>(
  graph: HeteroGraph,
  { kind, edgeTypes, seen, saved }: FittedNetwork<S>,
): Promise<NodeStates> {
  checkReversed(seen, graph);
  await initTensors();
  const network = new LinkNetwork({ kind, graph, edgeTypes, seed: saved.seed, reversed: seen.reversed });
  try {
    checkSeenNetwork(seen, network.shape);
    writeWeights(network.parameters, weightsOn(graph, network.nodeTables, seen, saved));
    return await network.states();
  } finally {
    network.dispose();
  }
}
