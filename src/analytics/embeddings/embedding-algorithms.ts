import type { ProjectionSize } from '../project/projection-size.js';
import type { Algorithm, AlgorithmOption } from '../registry/algorithm.js';
import { fastRp } from './fast-rp.js';
import { node2vec } from './node2vec.js';

const common = { kind: 'embeddings', direction: 'both', usesWeights: true } as const;
const width: AlgorithmOption = { name: 'width', kind: 'count', about: 'numbers of a vector (default: 128)' };
const seed: AlgorithmOption = { name: 'seed', kind: 'count', about: 'of what is random (default: 0)' };

function matrixBytes({ numNodes }: ProjectionSize, given: unknown, copies: number): number {
  return copies * 4 * Number(given ?? 128) * numNodes;
}

/** Vectors of nodes. */
export const embeddingAlgorithms: readonly Algorithm[] = [
  {
    ...common,
    name: 'fastrp',
    title: 'FastRP: vectors of nodes by random projection and means over neighbours',
    nodeColumns: ['fastrp'],
    options: [
      width,
      { name: 'iterationWeights', kind: 'numbers', about: 'weights of one step, two, ... (default: 0,1,1)' },
      { name: 'normalizationStrength', kind: 'number', about: 'below 0, hubs say less (default: 0)' },
      { name: 'selfInfluence', kind: 'number', about: 'weight of the random vector of the node (default: 0)' },
      seed,
    ],
    run: async (graph, options) => {
      const { vectors } = await fastRp(graph, options);
      return { vectors: { fastrp: vectors }, figures: { nodes: vectors.length, width: vectors.width } };
    },
    // Vectors before and after a step, their sum; strengths, scales, and edges with their shares.
    bytes: (size, options) => matrixBytes(size, options?.width, 3) + 20 * size.numNodes + 8 * size.numEntries,
  },
  {
    ...common,
    name: 'node2vec',
    title: 'node2vec: vectors of nodes by skip-gram over random walks',
    nodeColumns: ['node2vec'],
    options: [
      width,
      { name: 'walks', kind: 'count', about: 'walks from every node (default: 10)' },
      { name: 'length', kind: 'count', about: 'edges of a walk (default: 80)' },
      { name: 'p', kind: 'number', about: 'the larger, the more seldom straight back (default: 1)' },
      { name: 'q', kind: 'number', about: 'the larger, the longer near the node before (default: 1)' },
      { name: 'window', kind: 'count', about: 'steps between a node and its contexts (default: 10)' },
      { name: 'negatives', kind: 'count', about: 'random nodes per context (default: 5)' },
      { name: 'passes', kind: 'count', about: 'times that walks are learned from (default: 1)' },
      { name: 'learningRate', kind: 'number', about: 'of the first step (default: 0.025)' },
      seed,
    ],
    run: async (graph, options) => {
      const { vectors } = await node2vec(graph, options);
      return { vectors: { node2vec: vectors }, figures: { nodes: vectors.length, width: vectors.width } };
    },
    // Centres, contexts and the result; counts, what negatives are drawn from, sums of weights.
    bytes: (size, options) =>
      matrixBytes(size, options?.width, 3) + 40 * size.numNodes + (size.hasWeights ? 8 : 0) * size.numEntries,
  },
];
