import type { ProjectionSize } from '../project/projection-size.js';
import { threadsOf } from '../project/thread-options.js';
import { undirectedBytes } from '../project/without-direction.js';
import type { Algorithm, AlgorithmOption, AnalysisResult } from '../registry/algorithm.js';
import type { CommunityResult } from './community-result.js';
import { labelPropagation } from './label-propagation.js';
import { leiden } from './leiden.js';
import { louvain } from './louvain.js';

const seed: AlgorithmOption = { name: 'seed', kind: 'count', about: 'seed of random choices (default: 0)' };

const objective: readonly AlgorithmOption[] = [
  {
    name: 'objective',
    kind: 'choice',
    choices: ['modularity', 'bipartite-modularity', 'cpm'],
    about: 'what is to be large (default: modularity)',
  },
  { name: 'resolution', kind: 'number', about: 'the larger, the smaller the communities (default: 1)' },
];

type Options = Readonly<Record<string, unknown>>;

/** The graph in the order of its degrees; what moves nodes, and a number for every node and thread. */
function levelBytes({ numNodes, numEntries, hasWeights, isDirected }: ProjectionSize, options?: Options): number {
  const perNode = (isDirected ? 152 : 120) + 8 * threadsOf(options);
  return perNode * numNodes + (hasWeights ? 12 : 4) * (isDirected ? 2 : 1) * numEntries;
}

/** A level that is made of another: room for all of the edges of that, of which those that are left are moved. */
function nextLevelBytes({ numEntries, isDirected }: ProjectionSize): number {
  return 24 * (isDirected ? 2 : 1) * numEntries;
}

const common = { kind: 'communities', direction: 'both', usesWeights: true } as const;

function groups({ communities, numCommunities, sizes }: CommunityResult): AnalysisResult {
  return { groups: { community: communities }, figures: { communities: numCommunities, largest: sizes[0] ?? 0 } };
}

/** Communities, by who finds them. */
export const communityAlgorithms: readonly Algorithm[] = [
  {
    ...common,
    name: 'leiden',
    title: 'Leiden: communities with more edges inside than by chance, all of them connected',
    nodeColumns: ['community'],
    options: [
      ...objective,
      { name: 'iterations', kind: 'count', about: 'rounds at most (default: 2)' },
      { name: 'randomness', kind: 'number', about: 'how readily a part joins another than the best (default: 0.01)' },
      seed,
    ],
    run: async (graph, options) => {
      const result = await leiden(graph, options);
      const { figures, ...rest } = groups(result);
      return { ...rest, figures: { ...figures, quality: result.quality, iterations: result.iterations } };
    },
    // The graph stays for the next round, beside the level of which another is made.
    bytes: (size, options) => levelBytes(size, options) + 1.5 * nextLevelBytes(size) + undirectedBytes(size),
  },
  {
    ...common,
    name: 'louvain',
    title: 'Louvain: communities with more edges inside than by chance',
    nodeColumns: ['community'],
    options: [...objective, seed],
    run: async (graph, options) => {
      const result = await louvain(graph, options);
      const { figures, ...rest } = groups(result);
      return { ...rest, figures: { ...figures, quality: result.quality, levels: result.levels } };
    },
    bytes: (size, options) => levelBytes(size, options) + nextLevelBytes(size) + undirectedBytes(size),
  },
  {
    ...common,
    name: 'label-propagation',
    title: 'Label propagation: every node joins the community of most of its neighbours',
    nodeColumns: ['community'],
    options: [
      {
        name: 'update',
        kind: 'choice',
        choices: ['asynchronous', 'synchronous'],
        about: 'one node after the other, or all at once (default: asynchronous)',
      },
      { name: 'maxIterations', kind: 'count', about: 'ends after so many rounds in any case (default: 100)' },
      seed,
    ],
    run: async (graph, options) => {
      const result = await labelPropagation(graph, options);
      const { figures, ...rest } = groups(result);
      const { iterations, hasConverged } = result;
      const remark = `Labels still changed after ${iterations} rounds: use asynchronous updates, or allow more.`;
      return {
        ...rest,
        figures: { ...figures, iterations, hasConverged },
        ...(!hasConverged && { remarks: [remark] }),
      };
    },
    bytes: (size) => 26 * size.numNodes + undirectedBytes(size),
  },
];
