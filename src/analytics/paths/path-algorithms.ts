import { simpleBytes } from '../project/projection-size.js';
import { undirectedBytes } from '../project/without-direction.js';
import type { Algorithm, AlgorithmOption } from '../registry/algorithm.js';
import { CELL_BYTES, listTable, pairTable } from '../registry/tables.js';
import { dijkstra } from './dijkstra.js';
import { kShortestPaths } from './k-shortest-paths.js';
import { maxFlow } from './max-flow.js';
import { shortestPath } from './shortest-path.js';
import { spanningForest } from './spanning-forest.js';

const common = { kind: 'paths', direction: 'out', usesWeights: true } as const;
const from: AlgorithmOption = { name: 'from', kind: 'node', isRequired: true, about: 'where paths begin' };
const to: AlgorithmOption = { name: 'to', kind: 'node', isRequired: true, about: 'where they end' };

/** The functions check what they are given. */
type Given<F extends (graph: never, options: never) => unknown> = Parameters<F>[1];

/** Shortest paths, forests and flows over weights. */
export const pathAlgorithms: readonly Algorithm[] = [
  {
    ...common,
    name: 'dijkstra',
    title: 'Distances from a node over weights (Dijkstra)',
    nodeColumns: ['distance'],
    options: [from, { name: 'maxDistance', kind: 'number', about: 'looks no farther (default: no limit)' }],
    run: async (graph, options) => {
      const tree = await dijkstra(graph, options as unknown as Given<typeof dijkstra>);
      return { values: { distance: tree.distances }, figures: { reached: tree.numReached } };
    },
    // The queue holds a quarter of the nodes at the most, here and below.
    bytes: ({ numNodes }) => 23 * numNodes,
  },
  {
    ...common,
    name: 'shortest-path',
    title: 'A shortest path between two nodes',
    nodeColumns: [],
    options: [from, to],
    run: async (graph, options) => {
      const path = await shortestPath(graph, options as unknown as Given<typeof shortestPath>);
      const found = path && { distance: path.distance };
      const table = path && { table: listTable([path.names], 'path') };
      return { ...table, figures: { isReached: path !== undefined, ...found } };
    },
    bytes: ({ numNodes }) => 19 * numNodes,
  },
  {
    ...common,
    name: 'k-shortest-paths',
    title: 'The k shortest paths between two nodes without a node twice (Yen)',
    nodeColumns: [],
    options: [from, to, { name: 'k', kind: 'count', about: 'paths at most (default: 10)' }],
    run: async (graph, options) => {
      const paths = await kShortestPaths(graph, options as unknown as Given<typeof kShortestPaths>);
      const shortest = paths[0] && { shortest: paths[0].distance, longest: paths.at(-1)!.distance };
      const lists = paths.map(({ names }) => names);
      return { table: listTable(lists, 'path'), figures: { paths: paths.length, ...shortest } };
    },
    bytes: (size) => 39 * size.numNodes + (size.isDirected ? 2 : 1) * simpleBytes(size),
  },
  {
    ...common,
    name: 'spanning-forest',
    title: 'Minimum spanning forest: the lightest edges that connect all that can be',
    nodeColumns: [],
    direction: 'both',
    options: [],
    run: async (graph, options) => {
      const { edges, totalWeight, numTrees } = await spanningForest(graph, options);
      return { table: pairTable(edges, 'weight'), figures: { totalWeight, trees: numTrees } };
    },
    // Edges with their ends, the order of their weights; sets, the edges that are taken, and what they are called.
    bytes: (size) => {
      const edges = (size.isDirected ? 1 : 1 / 2) * size.numEntries;
      const found = (28 + 4 * CELL_BYTES) * size.numNodes;
      const most = size.hasWeights ? Math.max(32 * edges, 12 * edges + found) : 8 * edges + found;
      return most + undirectedBytes(size);
    },
  },
  {
    ...common,
    name: 'max-flow',
    title: 'The largest flow between two nodes and a smallest cut; weights are capacities',
    nodeColumns: [],
    options: [from, to],
    run: async (graph, options) => {
      const { value, cut } = await maxFlow(graph, options as unknown as Given<typeof maxFlow>);
      return { table: pairTable(cut, 'capacity'), figures: { value } };
    },
    bytes: ({ numNodes, numEntries, isDirected }) => 24 * numNodes + (isDirected ? 48 : 24) * numEntries,
  },
];
