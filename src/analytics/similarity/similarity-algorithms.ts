import { type ProjectionSize, withoutDirections } from '../project/projection-size.js';
import { undirectedBytes } from '../project/without-direction.js';
import type { Algorithm, AlgorithmOption } from '../registry/algorithm.js';
import { pairTable } from '../registry/tables.js';
import { metricParts, type SimilarityMetric, similarityMetrics } from './metrics.js';
import { nodeSimilarity } from './node-similarity.js';
import { pairSimilarity } from './pair-similarity.js';
import { profileBytes } from './profiles.js';
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
    nodeColumns: [],
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
    // Pairs as if all nodes had as many neighbours, and so many similar others of each at the most; a pair takes 16 bytes, and 32 in the table.
    bytes(size, options = {}) {
      const { topK = 10, nodes } = options as { topK?: number; nodes?: readonly unknown[] };
      const { numNodes, numEntries } = size;
      const others = Math.min(topK, Math.max(0, numNodes - 1), numEntries ** 2 / Math.max(1, numNodes) ** 2);
      return metricBytes(size, options) + 12 * numNodes + 48 * Math.ceil((nodes?.length ?? numNodes) * others);
    },
  },
  {
    ...common,
    name: 'pair-similarity',
    title: 'How alike the nodes of given pairs are by shared neighbours',
    nodeColumns: [],
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
    bytes: (size, options = {}) =>
      undirectedBytes(size) +
      metricBytes(withoutDirections(size), options) +
      48 * ((options.sources as readonly unknown[])?.length ?? 0),
  },
  {
    ...common,
    name: 'simrank',
    title: 'SimRank of a node with all: as alike as the nodes that lead to them',
    nodeColumns: ['similarity'],
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

function metricBytes(size: ProjectionSize, { metric = 'jaccard' }: { readonly metric?: SimilarityMetric }): number {
  return profileBytes(size, metricParts[metric]);
}
