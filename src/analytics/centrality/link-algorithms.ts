import type { Algorithm, AlgorithmOption, AnalysisResult } from '../registry/algorithm.js';
import { pageRank } from './page-rank.js';
import { edgeBytes } from './placed-edges.js';

const iterate: readonly AlgorithmOption[] = [
  { name: 'tolerance', kind: 'number', about: 'ends when scores change by less in all (default: 1e-8)' },
  { name: 'maxIterations', kind: 'count', about: 'ends after so many in any case (default: 1000)' },
];

/** What an iteration ended with. */
function ended({ iterations, hasConverged }: { iterations: number; hasConverged: boolean }): AnalysisResult {
  const remarks = [`The scores had not converged after ${iterations} iterations: allow more, or a larger tolerance.`];
  return { figures: { iterations, hasConverged }, ...(!hasConverged && { remarks }) };
}

/** Centralities of links: what counts is who leads to a node. */
export const linkAlgorithms: readonly Algorithm[] = [
  {
    name: 'pagerank',
    title: 'PageRank: how often a walker comes by who follows edges and restarts now and then',
    kind: 'centrality',
    direction: 'out',
    usesWeights: true,
    options: [
      { name: 'damping', kind: 'number', about: 'chance to follow an edge rather than to restart (default: 0.85)' },
      { name: 'sources', kind: 'nodes', about: 'nodes at which it restarts (default: all)' },
      { name: 'restart', kind: 'weights', about: 'weights of node types at which it restarts, as author=1' },
      ...iterate,
    ],
    run: async (graph, options) => {
      const result = await pageRank(graph, options);
      return { values: { score: result.scores }, ...ended(result) };
    },
    // Chances, strengths, scales, shares passed on here and twice there, ranks, result: ten numbers a node where there is a restart.
    bytes: ({ numNodes, numEntries, hasWeights }) => 80 * numNodes + edgeBytes(numNodes, numEntries, hasWeights),
  },
];
