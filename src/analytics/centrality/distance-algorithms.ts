import type { Algorithm, AlgorithmOption } from '../registry/algorithm.js';
import { betweenness } from './betweenness.js';
import { closeness, harmonic } from './closeness.js';
import { kCore } from './k-core.js';
import { sampledBetweenness } from './sampled-betweenness.js';

const common = { kind: 'centrality', direction: 'out', usesWeights: true } as const;
const normalized = (about: string): AlgorithmOption => ({ name: 'normalized', kind: 'flag', about });

/** Centralities of distances and shortest paths, and cores. */
export const distanceAlgorithms: readonly Algorithm[] = [
  {
    ...common,
    name: 'betweenness',
    title: 'Betweenness: how many shortest paths go through a node',
    options: [normalized('shares of all pairs rather than numbers of pairs (default: true)')],
    run: async (graph, options) => ({ values: { score: (await betweenness(graph, options)).scores } }),
    bytes: ({ numNodes, numEntries, hasWeights }) => 80 * numNodes + (hasWeights ? 16 : 8) * numEntries,
  },
  {
    ...common,
    name: 'sampled-betweenness',
    title: 'Betweenness by samples, with bounds on its errors',
    options: [
      { name: 'method', kind: 'choice', choices: ['paths', 'sources'], about: 'what is drawn (default: paths)' },
      { name: 'samples', kind: 'count', about: 'samples to draw (default: as epsilon needs)' },
      { name: 'epsilon', kind: 'number', about: 'error at most, where samples is left out (default: 0.01)' },
      { name: 'delta', kind: 'number', about: 'chance that some error is larger (default: 0.1)' },
      { name: 'seed', kind: 'count', about: 'seed of random choices (default: 0)' },
    ],
    run: async (graph, options) => {
      const { scores, errors, epsilon, delta, samples } = await sampledBetweenness(graph, options);
      return { values: { score: scores, error: errors }, figures: { epsilon, delta, samples } };
    },
    bytes: ({ numNodes, numEntries, hasWeights }) => 120 * numNodes + (hasWeights ? 24 : 12) * numEntries,
  },
  {
    ...common,
    name: 'closeness',
    title: 'Closeness: one over the mean distance from the nodes that lead to a node',
    options: [
      { name: 'wassermanFaust', kind: 'flag', about: 'times the share of nodes that lead to it (default: true)' },
    ],
    run: async (graph, options) => ({ values: { score: (await closeness(graph, options)).scores } }),
    bytes: ({ numNodes, numEntries, hasWeights }) => 60 * numNodes + (hasWeights ? 12 : 4) * numEntries,
  },
  {
    ...common,
    name: 'harmonic',
    title: 'Harmonic centrality: the sum of one over the distance from each node that leads to a node',
    options: [normalized('divided by the number of other nodes (default: false)')],
    run: async (graph, options) => ({ values: { score: (await harmonic(graph, options)).scores } }),
    bytes: ({ numNodes, numEntries, hasWeights }) => 60 * numNodes + (hasWeights ? 12 : 4) * numEntries,
  },
  {
    ...common,
    name: 'k-core',
    title: 'Core numbers: the largest k for which a node is among nodes with k neighbours each',
    direction: 'both',
    usesWeights: false,
    options: [],
    run: async (graph, options) => {
      const { cores, largest } = await kCore(graph, options);
      return { values: { core: cores }, figures: { largest } };
    },
    bytes: ({ numNodes, numEntries }) => 20 * numNodes + 4 * numEntries,
  },
];
