import type { Algorithm } from '../registry/algorithm.js';
import { degreeAssortativity, typeAssortativity } from './assortativity.js';
import { clusteringCoefficient } from './clustering-coefficient.js';
import { countMotifs } from './count-motifs.js';
import { triangles } from './triangles.js';

const common = { kind: 'structure', direction: 'both' } as const;

/** How a graph is built: of which small parts, and what is joined with what. */
export const structureAlgorithms: readonly Algorithm[] = [
  {
    ...common,
    name: 'triangles',
    title: 'Triangles: three nodes with all edges between them',
    usesWeights: false,
    options: [],
    run: async (graph, options) => {
      const { triangles: ofNodes, total } = await triangles(graph, options);
      return { values: { triangles: ofNodes }, figures: { triangles: total } };
    },
    bytes: ({ numNodes, numEntries }) => 32 * numNodes + 12 * numEntries,
  },
  {
    ...common,
    name: 'clustering-coefficient',
    title: 'Clustering coefficient: the share of pairs of neighbours that are neighbours',
    usesWeights: true,
    options: [],
    run: async (graph, options) => {
      const { local, mean, transitivity } = await clusteringCoefficient(graph, options);
      return { values: { clustering: local }, figures: { mean, transitivity } };
    },
    bytes: ({ numNodes, numEntries, hasWeights }) => 40 * numNodes + (hasWeights ? 44 : 12) * numEntries,
  },
  {
    ...common,
    name: 'motifs',
    title: 'Motifs: sets of three or four nodes by the edges between them, and by node type',
    usesWeights: false,
    options: [
      { name: 'size', kind: 'count', about: 'nodes of a motif, 3 or 4 (default: 4)' },
      { name: 'byType', kind: 'flag', about: 'tells motifs of other node types apart (default: yes)' },
    ],
    run: async (graph, options) => {
      const motifs = await countMotifs(graph, options);
      const types = motifs.map((motif) => motif.types?.join(' ') ?? '');
      const table = { motif: motifs.map(({ name }) => name), count: motifs.map(({ count }) => count) };
      return { table: types.some(Boolean) ? { ...table, types } : table };
    },
  },
  {
    ...common,
    direction: 'out',
    name: 'assortativity',
    title: 'Assortativity: whether edges join nodes of the same type, and of like degree',
    usesWeights: true,
    options: [],
    run: async (graph, options) => {
      const { coefficient } = await typeAssortativity(graph, options);
      return { figures: { byType: coefficient, byDegree: await degreeAssortativity(graph, options) } };
    },
    bytes: ({ numNodes }) => 20 * numNodes,
  },
];
