import { type ProjectionSize, simpleBytes, withoutDirections } from '../project/projection-size.js';
import { undirectedBytes } from '../project/without-direction.js';
import type { Algorithm, AlgorithmOption } from '../registry/algorithm.js';
import { betweenness } from './betweenness.js';
import { closeness, harmonic } from './closeness.js';
import { kCore } from './k-core.js';
import { sampledBetweenness } from './sampled-betweenness.js';

/**
 * Edges on shortest paths from one source: with weights about one a node, else three quarters of them, or half of those that stand at both
 * of their ends.
 */
function pathBytes({ numNodes, numEntries, hasWeights, isDirected }: ProjectionSize): number {
  if (hasWeights) return 4 * numNodes;
  return (isDirected ? 3 : 2) * numEntries;
}

const common = { kind: 'centrality', direction: 'out', usesWeights: true } as const;
const normalized = (about: string): AlgorithmOption => ({ name: 'normalized', kind: 'flag', about });

/** Centralities of distances and shortest paths, and cores. */
export const distanceAlgorithms: readonly Algorithm[] = [
  {
    ...common,
    name: 'betweenness',
    title: 'Betweenness: how many shortest paths go through a node',
    nodeColumns: ['score'],
    options: [normalized('shares of all pairs rather than numbers of pairs (default: true)')],
    run: async (graph, options) => ({ values: { score: (await betweenness(graph, options)).scores } }),
    // The queue of a search with weights holds a quarter of the nodes at the most, here and below.
    bytes: (size) => (size.hasWeights ? 59 : 40) * size.numNodes + pathBytes(size) + simpleBytes(size),
  },
  {
    ...common,
    name: 'sampled-betweenness',
    title: 'Betweenness by samples, with bounds on its errors',
    nodeColumns: ['score', 'error'],
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
    bytes: (size, { method } = {}) => {
      const ways = size.isDirected ? 2 : 1;
      if (method === 'sources')
        return (size.hasWeights ? 83 : 64) * size.numNodes + pathBytes(size) + simpleBytes(size);
      return (size.hasWeights ? 60 : 52) * size.numNodes + ways * simpleBytes(size);
    },
  },
  {
    ...common,
    name: 'closeness',
    title: 'Closeness: one over the mean distance from the nodes that lead to a node',
    nodeColumns: ['score'],
    options: [
      { name: 'wassermanFaust', kind: 'flag', about: 'times the share of nodes that lead to it (default: true)' },
    ],
    run: async (graph, options) => ({ values: { score: (await closeness(graph, options)).scores } }),
    bytes: (size) => (size.hasWeights ? 50 : 44) * size.numNodes + simpleBytes(size),
  },
  {
    ...common,
    name: 'harmonic',
    title: 'Harmonic centrality: the sum of one over the distance from each node that leads to a node',
    nodeColumns: ['score'],
    options: [normalized('divided by the number of other nodes (default: false)')],
    run: async (graph, options) => ({ values: { score: (await harmonic(graph, options)).scores } }),
    bytes: (size) => (size.hasWeights ? 50 : 44) * size.numNodes + simpleBytes(size),
  },
  {
    ...common,
    name: 'k-core',
    title: 'Core numbers: the largest k for which a node is among nodes with k neighbours each',
    nodeColumns: ['core'],
    direction: 'both',
    usesWeights: false,
    options: [],
    run: async (graph, options) => {
      const { cores, largest } = await kCore(graph, options);
      return { values: { core: cores }, figures: { largest } };
    },
    bytes: (size) =>
      12 * size.numNodes + undirectedBytes(size) + simpleBytes(withoutDirections({ ...size, hasWeights: false })),
  },
];
