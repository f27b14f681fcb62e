import type { HeteroGraph } from '../../graph/index.js';
import type { InputShape, NetworkInputs } from '../network/input-encoder.js';
import { MetaInputs } from './meta-inputs.js';
import type { HigptSettings } from './settings.js';

/** Nodes enter by their features, projected to one width, or by a fixed random vector; no node has a learned vector. */
export const metaInputs: NetworkInputs<HigptSettings> = {
  shapes: (graph, types, { inputFeatures }, targets) =>
    types.map((name): InputShape => {
      const isRead = inputFeatures === 'all' || (inputFeatures === 'target' && targets.includes(name));
      return { name, width: isRead ? widthOf(graph, name) : null, numNodes: null };
    }),
  encoder: (graph, shapes, settings, seed) => new MetaInputs(graph, shapes, settings, seed),
};

/** Null where there are no features. */
function widthOf(graph: HeteroGraph, type: string): number | null {
  return graph.features(type)?.width || null;
}
