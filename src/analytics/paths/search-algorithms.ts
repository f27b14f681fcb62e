import type { Algorithm } from '../registry/algorithm.js';
import { type BfsOptions, bfs } from './bfs.js';

/** Searches from given nodes. */
export const searchAlgorithms: readonly Algorithm[] = [
  {
    name: 'bfs',
    title: 'Breadth-first search: edges between the nearest start and every node',
    nodeColumns: ['level'],
    kind: 'paths',
    direction: 'out',
    usesWeights: false,
    options: [
      { name: 'from', kind: 'nodes', isRequired: true, about: 'the nodes to begin at, by id or TYPE:ID' },
      { name: 'maxLevel', kind: 'count', about: 'levels that are searched at most (default: all)' },
    ],
    run: async (graph, options) => {
      const { levels, numReached, depth } = await bfs(graph, options as unknown as BfsOptions);
      return { groups: { level: levels }, figures: { numReached, depth } };
    },
    bytes: ({ numNodes }) => 8 * numNodes,
  },
];
