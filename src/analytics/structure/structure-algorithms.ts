import { degree } from '../centrality/degree.js';
import type { ProjectionSize } from '../project/projection-size.js';
import { threadsOf } from '../project/thread-options.js';
import { undirectedBytes } from '../project/without-direction.js';
import type { Algorithm } from '../registry/algorithm.js';
import { degreeAssortativity, typeAssortativity } from './assortativity.js';
import { clusteringCoefficient } from './clustering-coefficient.js';
import { countMotifs } from './count-motifs.js';
import { fitPowerLaw } from './fit-power-law.js';
import { triangleBytes } from './simple/count-triangles.js';
import { triangles } from './triangles.js';

/** Neighbours of all nodes, whatever the directions, at the most. */
function neighbours({ numEntries, isDirected }: ProjectionSize): number {
  return (isDirected ? 2 : 1) * numEntries;
}

const common = { kind: 'structure', direction: 'both' } as const;

/** How a graph is built: of which small parts, and what is joined with what. */
export const structureAlgorithms: readonly Algorithm[] = [
  {
    ...common,
    name: 'triangles',
    title: 'Triangles: three nodes with all edges between them',
    nodeColumns: ['triangles'],
    usesWeights: false,
    options: [],
    run: async (graph, options) => {
      const { triangles: ofNodes, total } = await triangles(graph, options);
      return { values: { triangles: ofNodes }, figures: { triangles: total } };
    },
    bytes: (size, options) =>
      triangleBytes(size.numNodes, neighbours(size), threadsOf(options)) + undirectedBytes(size),
  },
  {
    ...common,
    name: 'clustering-coefficient',
    title: 'Clustering coefficient: the share of pairs of neighbours that are neighbours',
    nodeColumns: ['clustering'],
    usesWeights: true,
    options: [],
    run: async (graph, options) => {
      const { local, mean, transitivity } = await clusteringCoefficient(graph, options);
      return { values: { clustering: local }, figures: { mean, transitivity } };
    },
    bytes: (size, options) => {
      const counting = triangleBytes(size.numNodes, neighbours(size), threadsOf(options));
      const weighing = size.hasWeights ? 40 * size.numNodes + 44 * neighbours(size) : 0;
      return 8 * size.numNodes + Math.max(counting, weighing) + undirectedBytes(size);
    },
  },
  {
    ...common,
    name: 'motifs',
    title: 'Motifs: sets of three or four nodes by the edges between them, and by node type',
    nodeColumns: [],
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
    bytes: (size) => {
      const { numNodes, numTypes = 1 } = size;
      // Neighbours of every node, and third nodes of every edge at its lower end, by type; counts of six shapes by four types.
      const byType = 8 * numNodes * numTypes + 2.5 * neighbours(size) * numTypes + 48 * numTypes ** 4;
      return 36 * numNodes + 8 * neighbours(size) + byType + undirectedBytes(size);
    },
  },
  {
    ...common,
    direction: 'out',
    name: 'assortativity',
    title: 'Assortativity: whether edges join nodes of the same type, and of like degree',
    nodeColumns: [],
    usesWeights: true,
    options: [],
    run: async (graph, options) => {
      const { coefficient } = await typeAssortativity(graph, options);
      return { figures: { byType: coefficient, byDegree: await degreeAssortativity(graph, options) } };
    },
    bytes: ({ numNodes, isDirected }) => (isDirected ? 16 : 12) * numNodes,
  },
  {
    ...common,
    name: 'degree-distribution',
    title: 'How many nodes have each degree, and the power law that fits best',
    nodeColumns: [],
    usesWeights: false,
    options: [{ name: 'xmin', kind: 'count', about: 'smallest degree that follows the law (default: the best)' }],
    run: async (graph, { xmin, ...options }) => {
      const { values } = (await degree(graph, options)).scores;
      const counts = new Map<number, number>();
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
      const degrees = [...counts.keys()].sort((a, b) => a - b);
      const table = { degree: degrees, nodes: degrees.map((value) => counts.get(value)!) };
      if (degrees.filter((value) => value >= 1).length < 2) {
        return { table, remarks: ['There are no two degrees from 1 to fit a power law to.'] };
      }
      const {
        alpha,
        sigma,
        xmin: from,
        ks,
        numTail,
      } = fitPowerLaw(values, xmin === undefined ? {} : { xmin: xmin as number });
      return { table, figures: { alpha, sigma, xmin: from, ks, numTail } };
    },
    bytes: (size) => 8 * size.numNodes + undirectedBytes(size),
  },
];
