import type { Algorithm, AlgorithmOption } from '../registry/algorithm.js';
import { pairTable } from '../registry/tables.js';
import { similarityMetrics } from './metrics.js';
import { nodeSimilarity } from './node-similarity.js';
import { pairSimilarity } from './pair-similarity.js';
import { simRank } from './sim-rank.js';

const common = { kind: 'similarity', usesWeights: true } as const;
const metric: AlgorithmOption = {
  name: 'metric',
  kind: 'choice',
  choices: similarityMetrics,
  about: 'how shared neighbours count (default: jaccard)',
};

/** How alike nodes are. */
export const similarityAlgorithms: readonly Algorithm[] = [
  {
    ...common,
    name: 'node-similarity',
    title: 'The most similar others of each node by shared neighbours; with a metapath and pathsim, PathSim',
    direction: 'out',
    options: [
      metric,
      { name: 'nodes', kind: 'nodes', about: 'nodes that others are found for (default: all)' },
      { name: 'topK', kind: 'count', about: 'others a node at most (default: 10)' },
      { name: 'cutoff', kind: 'number', about: 'drops less similar pairs (default: 0)' },
      { name: 'minDegree', kind: 'count', about: 'leaves out nodes of fewer neighbours (default: 1)' },
      { name: 'maxDegree', kind: 'count', about: 'leaves out nodes of more neighbours (default: no limit)' },
    ],
    run: async (graph, options) => {
      const pairs = await nodeSimilarity(graph, options);
      return { table: pairTable(pairs, 'similarity'), figures: { pairs: pairs.length } };
    },
  },
  {
    ...common,
    name: 'pair-similarity',
    title: 'How alike the nodes of given pairs are by shared neighbours',
    direction: 'both',
    options: [
      { name: 'sources', kind: 'nodes', isRequired: true, about: 'first nodes of the pairs' },
      { name: 'targets', kind: 'nodes', isRequired: true, about: 'second nodes, as many' },
      metric,
    ],
    run: async (graph, options) => {
      const pairs = await pairSimilarity(graph, options as unknown as Parameters<typeof pairSimilarity>[1]);
      return { table: pairTable(pairs, 'similarity') };
    },
  },
  {
    ...common,
    name: 'simrank',
    title: 'SimRank of a node with all: as alike as the nodes that lead to them',
    direction: 'out',
    usesWeights: false,
    options: [
      { name: 'node', kind: 'node', isRequired: true, about: 'the node to compare with' },
      { name: 'decay', kind: 'number', about: 'how much a pair takes from those before it (default: 0.9)' },
      { name: 'tolerance', kind: 'number', about: 'ends when nothing changes by more (default: 1e-4)' },
      { name: 'maxIterations', kind: 'count', about: 'ends after so many in any case (default: 1000)' },
    ],
    run: async (graph, { node, ...options }) => {
      const { iterations, hasConverged, of } = await simRank(graph, options);
      return { values: { similarity: of(node as never) }, figures: { iterations, hasConverged } };
    },
    bytes: ({ numNodes }) => 16 * numNodes ** 2,
  },
];
