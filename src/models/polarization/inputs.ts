import type { InputShape, NetworkInputs } from '../network/input-encoder.js';
import { modalityShapes } from './modalities.js';
import { ModalityEncoder } from './modality-encoder.js';
import type { PolarizationSettings } from './settings.js';

/** Nodes enter by the modalities that they have; without any, or where the settings say so, by a learned vector each. */
export const modalityInputs: NetworkInputs<PolarizationSettings> = {
  shapes(graph, types, { inputFeatures, modalities: names, ownVectors }) {
    return types.map((name): InputShape => {
      const modalities = inputFeatures === 'none' ? [] : modalityShapes(graph, name, names);
      if (modalities.length === 0) return { name, width: null, numNodes: graph.numNodes(name) };
      const width = modalities.reduce((sum, each) => sum + each.width, 0);
      return { name, width, numNodes: ownVectors === 'all' ? graph.numNodes(name) : null, modalities };
    });
  },
  encoder: (graph, shapes, { hidden }, seed) => new ModalityEncoder(graph, shapes, hidden, seed),
};
